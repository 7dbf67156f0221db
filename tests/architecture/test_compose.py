"""The stack and the image keep what docs/deployment.md promises, and each rule is shown to see a breach."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.architecture.walls import PACKAGES, ROOT

Stack = dict[str, Any]
Rule = Callable[[Stack], list[str]]

_SECRET_NAME = re.compile("PASSWORD|SECRET|TOKEN|(^|_)KEY")
_FROM_OUTSIDE = re.compile(r"\$\{[A-Z0-9_]+(:[-?][^}]*)?\}")
_PASSWORD_IN_URL = re.compile(r"://[^:/@\s]*:(?P<password>[^@\s]+)@")
_SUBSTITUTED = re.compile(r"\$\{?([A-Z][A-Z0-9_]*)")


def _stack() -> Stack:
    stack: Stack = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return stack


def _long_running(stack: Stack) -> dict[str, Any]:
    return {name: service for name, service in stack["services"].items() if service.get("restart") != "no"}


def _options(stack: Stack, service: str) -> dict[str, str]:
    """What a Redis server is started with."""
    words = stack["services"][service]["command"][1:]
    return {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}


def broker_keeps(stack: Stack) -> list[str]:
    options, volumes = _options(stack, "redis-broker"), stack["services"]["redis-broker"].get("volumes", [])
    wanted = {"maxmemory-policy": "noeviction", "appendonly": "yes"}
    wrong = [name for name, value in wanted.items() if options.get(name) != value]
    return wrong + ([] if "redis-broker:/data" in volumes else ["volume"])


def cache_forgets(stack: Stack) -> list[str]:
    options = _options(stack, "redis-cache")
    wanted = {"maxmemory-policy": "allkeys-lru", "maxmemory": "256mb"}
    return [name for name, value in wanted.items() if options.get(name) != value]


def all_are_watched(stack: Stack) -> list[str]:
    """Every service that keeps running is checked and started again."""
    return [
        name
        for name, service in _long_running(stack).items()
        if service.get("healthcheck", {}).get("test", ["NONE"])[0] == "NONE"
        or service.get("restart") != "unless-stopped"
    ]


def commands_in_exec_form(stack: Stack) -> list[str]:
    """Without a shell between, a signal reaches the program."""
    lines = {
        f"{name} {part}": command
        for name, service in stack["services"].items()
        for part, command in (
            ("command", service.get("command", [])),
            ("entrypoint", service.get("entrypoint", [])),
            ("healthcheck", service.get("healthcheck", {}).get("test", [])),
        )
    }
    return [name for name, command in lines.items() if isinstance(command, str) or command[:1] == ["CMD-SHELL"]]


def no_secrets(stack: Stack) -> list[str]:
    """Keys and passwords come from outside."""
    values = {
        f"{name} {variable}": str(value)
        for name, service in stack["services"].items()
        for variable, value in service.get("environment", {}).items()
    }
    named = [name for name, value in values.items() if _SECRET_NAME.search(name) and not _is_given(value)]
    passwords = {name: _PASSWORD_IN_URL.search(value) for name, value in values.items()}
    return named + [name for name, found in passwords.items() if found and not _is_given(found["password"])]


def _is_given(value: str) -> bool:
    return _FROM_OUTSIDE.fullmatch(value) is not None


def only_the_api_can_be_reached(stack: Stack) -> list[str]:
    published = {name: service["ports"] for name, service in stack["services"].items() if "ports" in service}
    return [f"{name} {ports}" for name, ports in published.items() if (name, ports) != ("api", ["127.0.0.1:8000:8000"])]


def waits_for_migrations(stack: Stack) -> list[str]:
    healthy = "service_healthy"
    wanted = {"migrate": "service_completed_successfully", "postgres": healthy, "redis-broker": healthy}
    return [
        f"{name} {other}"
        for name in ("api", "worker")
        for other, condition in wanted.items()
        if stack["services"][name]["depends_on"].get(other, {}).get("condition") != condition
    ]


def hardened_and_given_time(stack: Stack) -> list[str]:
    """Ours run without rights and share their folder; 35 s are longer than the watchdog of a stopping process."""
    wanted = {"read_only": True, "cap_drop": ["ALL"], "stop_grace_period": "35s", "volumes": ["data:/data"]}
    return [
        f"{name} {part}"
        for name in ("api", "worker", "migrate")
        for part, value in wanted.items()
        if stack["services"][name].get(part) != value
    ]


@pytest.mark.parametrize(
    ("rule", "breach"),
    [
        (broker_keeps, lambda s: s["redis-broker"].update(command=["redis-server", "--appendonly", "yes"])),
        (broker_keeps, lambda s: s["redis-broker"].pop("volumes")),
        (cache_forgets, lambda s: s["redis-cache"].update(command=["redis-server", "--maxmemory", "1gb"])),
        (all_are_watched, lambda s: s["worker"].pop("healthcheck")),
        (all_are_watched, lambda s: s["postgres"].pop("restart")),
        (commands_in_exec_form, lambda s: s["worker"].update(command="bookbytes worker")),
        (commands_in_exec_form, lambda s: s["api"]["healthcheck"].update(test=["CMD-SHELL", "true"])),
        (no_secrets, lambda s: s["api"]["environment"].update(API_KEY="letmein")),
        (no_secrets, lambda s: s["api"]["environment"].update(DATABASE_URL="postgresql://u:letmein@postgres/x")),
        (only_the_api_can_be_reached, lambda s: s["postgres"].update(ports=["5432:5432"])),
        (only_the_api_can_be_reached, lambda s: s["api"].update(ports=["8000:8000"])),
        (waits_for_migrations, lambda s: s["worker"].update(depends_on={"migrate": {"condition": "service_started"}})),
        (hardened_and_given_time, lambda s: s["worker"].pop("stop_grace_period")),
    ],
)
def test_the_stack_keeps_the_rule_and_a_breach_is_seen(rule: Rule, breach: Callable[[Any], object]) -> None:
    stack = _stack()
    broken = copy.deepcopy(stack)
    breach(broken["services"])

    assert rule(stack) == []
    assert rule(broken) != []


def test_one_shot_services_are_the_migration_alone() -> None:
    stack = _stack()

    assert stack["services"].keys() - _long_running(stack).keys() == {"migrate"}
    assert stack["services"]["minio"]["profiles"] == ["s3"]


def test_every_substituted_variable_is_documented() -> None:
    used = set(_SUBSTITUTED.findall((ROOT / "compose.yaml").read_text(encoding="utf-8")))
    documented = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert used
    assert [name for name in sorted(used) if not re.search(rf"\b{name}\b", documented)] == []


def _last_stage() -> list[str]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]


def test_the_image_runs_without_root_and_without_a_shell() -> None:
    stage = _last_stage()

    assert [line.split()[1] for line in stage if line.startswith("USER ")] == ["10001:10001"]
    started = [line for line in stage if re.match("(ENTRYPOINT|CMD) ", line)]
    assert started == ['ENTRYPOINT ["bookbytes"]', 'CMD ["serve", "--host", "0.0.0.0"]']
    assert [line for line in stage if line.startswith("HEALTHCHECK ") and 'CMD ["' not in line] == []


def test_nothing_gets_into_the_image_but_what_it_needs() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    let_in = {line.removeprefix("!") for line in rules if line.startswith("!")}

    assert rules[0] == "*"
    assert set(PACKAGES) <= let_in
    assert [name for name in sorted(let_in) if not (ROOT / name).exists()] == []
    assert rules[-2:] == ["**/__pycache__", "**/*.pyc"]
