"""The site as browsers see it: a server in this process, on a free port, over the test's own database."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler


class SiteThread(LiveServerThread):
    """Django's live server without its own way to serve files: WhiteNoise serves them, as in production."""

    def run(self):
        try:
            self.httpd = self._create_server()
            self.port = self.httpd.server_address[1]
            self.httpd.set_app(WSGIHandler())
            self.is_ready.set()
            self.httpd.serve_forever()
        except Exception as error:  # noqa: BLE001 - told to the thread that waits
            self.error = error
            self.is_ready.set()
        finally:
            connections.close_all()

    def _create_server(self, connections_override=None):  # noqa: ARG002 - Django's signature
        return ThreadedWSGIServer((self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=False)


@pytest.fixture(scope="session")
def site_thread(django_db_setup):
    thread = SiteThread("127.0.0.1", None, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture
def site(site_thread, transactional_db, files, settings):
    """The address of the running site, e.g. http://127.0.0.1:40123; what tests commit is gone afterwards."""
    settings.SITE_URL = f"http://127.0.0.1:{site_thread.port}"
    return settings.SITE_URL
