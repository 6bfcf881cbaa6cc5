"""What pip needs on this machine to reach its index, as secrets of the image's build.

Taken from pip's own configuration, so that no index, proxy or certificate is written down here.
"""

import ast
import os
import subprocess
from pathlib import Path

# Paths on this machine (find-links, constraint) mean nothing inside the build.
TRANSPORT = ("index-url", "extra-index-url", "proxy", "trusted-host")
CERTIFICATE_IN_THE_BUILD = "/run/secrets/pip_cert"


def build_secrets(folder: Path) -> list[str]:
    """Return the build's options; the file with the settings is written to `folder`."""
    settings, options = pip_config(), []
    certificate = settings.get("cert") or os.environ.get("SSL_CERT_FILE")
    lines = [
        "[global]",
        *(f"{name} = {settings[name]}" for name in TRANSPORT if settings.get(name)),
    ]
    if certificate and Path(certificate).is_file():
        options.append(f"--secret=id=pip_cert,src={certificate}")
        lines.append(f"cert = {CERTIFICATE_IN_THE_BUILD}")
    path = folder / "pip.conf"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
    return [f"--secret=id=pip_conf,src={path}", *options]


def pip_config() -> dict[str, str]:
    """Return pip's settings by name, those of the environment above those of its files."""
    listed = ["python3", "-m", "pip", "config", "list"]
    done = subprocess.run(listed, capture_output=True, text=True, check=False)
    settings = {}
    for line in sorted(done.stdout.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = without_local_folders(ast.literal_eval(value))
    return settings


def without_local_folders(value: str) -> str:
    return " ".join(part for part in value.split() if not part.startswith("file:"))
