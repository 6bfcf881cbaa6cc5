"""A certificate authority of our own, and what it says of servers on this machine."""

import subprocess
from pathlib import Path
from typing import NamedTuple

NAMES = "DNS:calendar.example,DNS:localhost,IP:127.0.0.1,IP:::1"
EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Certificates(NamedTuple):
    authority: Path
    good: Path  # each with its key
    for_another: Path
    of_nobody: Path  # signed by itself


def made_in(folder: Path) -> Certificates:
    authority, key = folder / "authority.pem", folder / "authority.key"
    _openssl("req", "-x509", *EC, "-subj", "/CN=Test", "-keyout", key, "-out", authority)
    return Certificates(
        authority,
        _signed(folder / "good.pem", NAMES, authority, key),
        _signed(folder / "other.pem", "DNS:other.example", authority, key),
        _signed(folder / "nobody.pem", NAMES),
    )


def _signed(file: Path, names: str, *by: Path) -> Path:
    key, bare = file.with_suffix(".key"), file.with_suffix(".crt")
    issuer: list[str | Path] = ["-CA", by[0], "-CAkey", by[1]] if by else []
    what: list[str | Path] = [
        "-subj",
        "/CN=Server",
        "-addext",
        f"subjectAltName={names}",
        "-days",
        "2",
        *issuer,
    ]
    what += ["-addext", "basicConstraints=critical,CA:FALSE"]
    _openssl("req", "-x509", *EC, *what, "-keyout", key, "-out", bare)
    file.write_bytes(bare.read_bytes() + key.read_bytes())
    return file


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
