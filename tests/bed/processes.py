"""The production processes, started by the very commands and settings of docker-compose.yml."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
import redis
import yaml
from django.conf import settings as django_settings
from django.db import connection

from tests.bed.services import dies_with_us, eventually, free_port, stop

SECRETS = "/run/secrets/"
# What the file itself gives where the operator sets nothing: ${NAME:-default}
DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


@cache
def compose() -> dict:
    return yaml.safe_load((django_settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))


@dataclass
class Production:
    """Starts services of docker-compose.yml here; only addresses, names and secrets are the bed's."""

    folder: Path
    redis_url: str
    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, service: str, **changes: str) -> dict[str, str]:
        """The service's own settings; what points into the containers' network points to the bed instead."""
        database = connection.settings_dict
        secrets = {
            "secret_key": "for-the-tests-" * 5,
            "database_url": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database),
        }
        for name, value in secrets.items():
            (self.folder / name).write_text(value, encoding="utf-8")
        own = {
            name: DEFAULT.sub(r"\1", str(value)).replace(SECRETS, f"{self.folder}/")
            for name, value in compose()["services"][service]["environment"].items()
        }
        return {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder),
            "VAR_DIR": os.environ["VAR_DIR"],
            "PYTHONUNBUFFERED": "1",
            **own,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": self.url,
            "HTTPS": "no",
            "REDIS_URL": self.redis_url,
            "PORT": str(self.port),
            "GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{self.port}",
            **changes,
        }

    def start(self, service: str, **changes: str) -> subprocess.Popen:
        """One more process of the service, in a group of its own; its output is in `log(service)`."""
        with self.log(service).open("ab") as log:
            process = subprocess.Popen(
                compose()["services"][service]["command"],
                cwd=django_settings.BASE_DIR,
                env=self.environment(service, **changes),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_us,
            )
        self.running.append(process)
        return process

    def log(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def says(self, service: str, text: str) -> bool:
        return text in self.log(service).read_text(encoding="utf-8", errors="replace")

    def start_worker(self, **changes: str) -> subprocess.Popen:
        """A worker that has connected to the broker and takes tasks."""
        before = (
            self.log("worker").read_text(encoding="utf-8").count(" ready.")
            if self.log("worker").exists()
            else 0
        )
        process = self.start("worker", **changes)
        eventually(
            "the worker takes tasks",
            lambda: self.log("worker").read_text(encoding="utf-8").count(" ready.") > before,
            seconds=60,
        )
        return process

    def stop(self) -> None:
        for process in self.running:
            stop(process)
            try:
                os.killpg(process.pid, 9)
            except ProcessLookupError:
                continue
        self.running.clear()


@pytest.fixture
def production(transactional_db, tmp_path):
    """Production processes over this test's database and its own Redis database; all end with the test."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    port = os.environ["BED_REDIS_PORT"]
    client = redis.Redis(port=int(port), db=number)
    client.flushdb()
    processes = Production(tmp_path, f"redis://127.0.0.1:{port}/{number}")
    yield processes
    processes.stop()
    client.flushdb()
    client.close()
