"""Each file of deploy/ is read by the program it is for, or by a schema of what matters in it."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.web.metrics import Metrics

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
EXPOSED = 25
"""What systemd-analyze security may say at most, of 100: 1 is locked, 96 the usual service."""


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def shown_names() -> set[str]:
    """The names of all series at /metrics."""
    text = Metrics().text({"model": True}, 1).decode()
    return {re.split(r"[ {]", line)[0] for line in text.splitlines() if line and not line.startswith("#")}


def named_in(text: str) -> set[str]:
    return set(re.findall(r"\bsentier_[a-z_]+\b", text))


# ---- What is seen from outside.


@pytest.mark.parametrize("name", ["alerts.yml", "grafana-dashboard.json"])
def test_dashboard_and_alerts_ask_for_what_there_is(name: str) -> None:
    names = named_in((DEPLOY / "monitoring" / name).read_text(encoding="utf-8"))
    assert names
    assert names <= shown_names()


def test_labels_of_the_alerts_are_those_of_the_code() -> None:
    from bot.conversation.watch import OUTCOMES
    from bot.web.metrics import SIDES

    text = (DEPLOY / "monitoring" / "alerts.yml").read_text(encoding="utf-8")
    for outcome in re.findall(r'outcome=~"([^"]+)"', text):
        assert set(outcome.split("|")) <= set(OUTCOMES)
    for side in re.findall(r'side!?="([^"]+)"', text):
        assert side in SIDES


def test_every_alert_says_what_to_do() -> None:
    (group,) = documents(DEPLOY / "monitoring" / "alerts.yml")[0]["groups"]
    assert len(group["rules"]) >= 6
    for rule in group["rules"]:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "warn")
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["action"].endswith(".")


def test_the_dashboard_is_whole() -> None:
    board = json.loads((DEPLOY / "monitoring" / "grafana-dashboard.json").read_text(encoding="utf-8"))
    panels = board["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) >= 8
    assert all(target["expr"] for panel in panels for target in panel["targets"])
    corners = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(corners) == len(panels)


def test_prometheus_reads_them(tmp_path: Path) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed: apt-get install prometheus")
    done = subprocess.run(
        ["promtool", "check", "rules", str(DEPLOY / "monitoring" / "alerts.yml")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr + done.stdout


# ---- Proxies.


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of nobody, for a syntax check."""
    pem, key = folder / "fullchain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=exemple.org",
         "-keyout", str(key), "-out", str(pem)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return pem, key


@pytest.mark.e2e
def test_nginx_reads_it(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(nginx).exists() or shutil.which("openssl") is None:
        pytest.skip("nginx or openssl is not installed: apt-get install nginx-light openssl")
    text = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    pem, key = certificate(tmp_path)
    text = text.replace("/etc/ssl/sentier/fullchain.pem", str(pem)).replace(
        "/etc/ssl/sentier/key.pem", str(key)
    )
    text = text.replace("/run/nginx.pid", str(tmp_path / "pid")).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    done = subprocess.run([nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.e2e
def test_caddy_reads_it(tmp_path: Path) -> None:
    if shutil.which("caddy") is None:
        pytest.skip("caddy is not installed: apt-get install caddy")
    done = subprocess.run(
        ["caddy", "adapt", "--config", str(DEPLOY / "proxy" / "Caddyfile"), "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        env={"SENTIER_HOSTS": "exemple.org", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert all("logs" not in server for server in made["apps"]["http"]["servers"].values()), "an access log"


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_write_no_access_log_and_hide_metrics(name: str) -> None:
    text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
    if name == "nginx.conf":
        assert [line for line in lines if line.startswith("access_log")] == ["access_log off;"]
        assert "proxy_max_temp_file_size 0;" in lines
        assert "client_max_body_size 64k;" in lines
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in lines
    else:
        assert not any(line.startswith("output") for line in lines)
        assert "max_size 64KB" in lines
    assert any("/metrics" in line for line in lines)
    assert "tel:911" in text
    assert "tel:811" in text


# ---- systemd.


def unit(name: str) -> dict[str, list[str]]:
    """The settings of the [Service] section; a name may come several times."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (DEPLOY / "systemd" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_service_may_do_little() -> None:
    service = unit("sentier.service")
    wanted = {
        "DynamicUser": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "NoNewPrivileges": "yes",
        "MemoryDenyWriteExecute": "yes",
        "CapabilityBoundingSet": "",
        "LimitCORE": "0",
        "MemorySwapMax": "0",
        "UMask": "0077",
    }
    assert {name: service[name][0] for name in wanted} == wanted


@pytest.mark.parametrize("name", ["sentier.service", "sentier-backup.service"])
def test_systemd_finds_it_locked(name: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager",
         str(DEPLOY / "systemd" / name)],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-800:] + done.stderr


def test_units_have_no_unknown_section() -> None:
    for path in (DEPLOY / "systemd").iterdir():
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        parser.read_string(path.read_text(encoding="utf-8"))
        assert set(parser.sections()) <= {"Unit", "Service", "Timer", "Install"}, path.name


# ---- Containers.


def pods() -> dict[str, Any]:
    found = {}
    for path in (DEPLOY / "kubernetes").glob("*.yaml"):
        for one in documents(path):
            if one["kind"] == "Deployment":
                found[one["metadata"]["name"]] = one
    return found


@pytest.mark.parametrize("name", ["sentier", "redis"])
def test_pods_are_locked_and_watched(name: str) -> None:
    deployment = pods()[name]
    template = deployment["spec"]["template"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    pod = template["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    security = container["securityContext"]
    assert security["readOnlyRootFilesystem"] is True
    assert security["allowPrivilegeEscalation"] is False
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert {"livenessProbe", "readinessProbe", "resources"} <= set(container)
    assert "memory" in container["resources"]["limits"]
    assert all(volume["emptyDir"]["medium"] == "Memory" for volume in pod["volumes"])


def test_the_server_survives_a_node() -> None:
    every = documents(DEPLOY / "kubernetes" / "sentier.yaml")
    by_kind = {}
    for one in every:
        by_kind.setdefault(one["kind"], []).append(one)
        assert one["apiVersion"]
        assert one["metadata"]["name"]
        assert one["kind"] == "Namespace" or one["metadata"]["namespace"] == "sentier"
    (budget,) = by_kind["PodDisruptionBudget"]
    (deployment,) = by_kind["Deployment"]
    assert budget["spec"]["minAvailable"] < deployment["spec"]["replicas"]
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    ports = {port["name"] for port in container["ports"]}
    for service in by_kind["Service"]:
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["port"] in ports
        assert container[probe]["httpGet"]["path"] in ("/health", "/ready")
    listed = documents(DEPLOY / "kubernetes" / "kustomization.yaml")[0]["resources"]
    there = {path.name for path in (DEPLOY / "kubernetes").glob("*.yaml")} - {"kustomization.yaml"}
    assert set(listed) == there


def test_compose_is_locked() -> None:
    (compose,) = documents(DEPLOY / "compose" / "compose.yml")
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["ulimits"] == {"core": 0}, name
        # Only the proxy can be reached from outside, and the console from this machine.
        reached = {"proxy": ["80:80", "443:443"], "sentier": ["127.0.0.1:8081:8081"]}
        assert service.get("ports", []) == reached.get(name, []), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / "compose" / source).exists(), volume
        for network in service["networks"]:
            assert network in compose["networks"]
    command = compose["services"]["sentier"]["command"]
    assert command[command.index("--console-port") + 1] == "8081"
    assert compose["networks"]["back"]["internal"] is True
    assert compose["services"]["redis"]["command"][1:5] == ["--save", "", "--appendonly", "no"]


def test_redis_keeps_nothing_anywhere() -> None:
    (container,) = pods()["redis"]["spec"]["template"]["spec"]["containers"]
    assert container["args"][1:5] == ["--save", "", "--appendonly", "no"]


def test_the_image_runs_as_nobody_and_takes_no_rubbish() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = lines[max(index for index, line in enumerate(lines) if line.startswith("FROM")) :]
    assert "USER 10001:10001" in last
    assert last.index("USER 10001:10001") < next(i for i, line in enumerate(last) if line.startswith("CMD"))
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in (".git", ".env", ".venv", "var", "models"):
        assert name in ignored


def test_commands_of_the_files_exist() -> None:
    from typer.main import get_command

    from bot import cli

    if not any(command.name == "backup" for command in cli.app.registered_commands):
        cli._register_parts()
    serve = get_command(cli.app).commands["serve"]  # type: ignore[attr-defined]
    options = {option for parameter in serve.params for option in parameter.opts}
    for path in (*DEPLOY.rglob("*.y*ml"), *(DEPLOY / "systemd").iterdir(), DEPLOY / "Dockerfile"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"sentier\"?,? \"?serve", line):
                asked = set(re.findall(r"--[a-z-]+", line))
                assert asked <= options, path
