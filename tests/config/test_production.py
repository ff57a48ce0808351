"""docker-compose.yml: its own commands start and serve; it keeps its promises about secrets and ports."""

import http.client
import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.bed.processes import compose
from tests.bed.services import eventually

OWN = ["web", "worker", "dispatcher", "migrate"]


def get(production, path):
    connection = http.client.HTTPConnection("127.0.0.1", production.port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except ConnectionRefusedError:
        return None, ""
    finally:
        connection.close()


def test_the_site_answers_and_its_health_check_agrees(production):
    production.start("web")
    eventually("the site lives", lambda: get(production, "/health/live") == (200, "ok"))
    status, body = get(production, "/health/ready")
    assert (status, json.loads(body)["ready"]) == (200, True)
    check = compose()["services"]["web"]["healthcheck"]["test"]
    assert check[0] == "CMD"
    probe = subprocess.run(
        [sys.executable, *check[2:]], env=production.environment("web"), cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (probe.returncode, json.loads(probe.stdout)) == (0, json.loads(body))


def test_a_worker_connects_and_knows_the_task(production):
    production.start_worker()
    assert production.says("worker", "outbox.ring")


def test_the_dispatcher_runs_until_told_to_stop(production):
    process = production.start("dispatcher")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)
    process.terminate()
    assert process.wait(timeout=10) == 0


def test_no_secret_stands_in_the_file_and_no_database_port_is_open():
    services = compose()["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"web"}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    for name in OWN:
        told = services[name]["environment"]
        assert {"SECRET_KEY", "DATABASE_URL", "PRACTICE_PASSWORD"} & set(told) == set()
        assert told["PROFILE"] == "production"


def test_every_lasting_service_has_a_health_check_and_comes_back():
    lasting = {name: service for name, service in compose()["services"].items() if name != "migrate"}
    assert {name for name, service in lasting.items() if "healthcheck" not in service} == set()
    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}


def test_the_image_does_not_run_as_root():
    lines = (settings.BASE_DIR / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER pilottihaku"]
