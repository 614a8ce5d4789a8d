#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into an empty prefix and starts what came out. test-install.py BUILD PREFIX. Speaks TAP."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

build, prefix = pathlib.Path(sys.argv[1]), sys.argv[2].lstrip("/")
count = failed = 0


def report(what, held, why=""):
    global count, failed
    count += 1
    failed += not held
    print(f"{'ok' if held else 'not ok'} {count} {what}", flush=True)
    for line in why.splitlines() if not held else []:
        print(f"# {line}", flush=True)


with tempfile.TemporaryDirectory(prefix="annex-install-") as folder:
    done = subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", folder],
                          capture_output=True, text=True, check=False)
    report("meson install fills an empty prefix", done.returncode == 0, done.stdout + done.stderr)
    root = pathlib.Path(folder) / prefix
    expected = ["bin/annex", "bin/annex-cli", "share/applications/io.github.annex_isms.Annex.desktop",
                "share/metainfo/io.github.annex_isms.Annex.metainfo.xml", "share/mime/packages/io.github.annex_isms.Annex.xml",
                "share/glib-2.0/schemas/io.github.annex_isms.Annex.gschema.xml",
                "share/icons/hicolor/scalable/apps/io.github.annex_isms.Annex.svg",
                "share/icons/hicolor/symbolic/apps/io.github.annex_isms.Annex-symbolic.svg"]
    missing = [name for name in expected if not (root / name).exists()]
    report("everything a desktop looks for is there", not missing, "\n".join(missing))

    sample = os.path.join(folder, "sample.annex")
    done = subprocess.run([root / "bin/annex-cli", "new", sample, "--sample"], capture_output=True, text=True, check=False)
    report("the installed annex-cli makes the sample", done.returncode == 0 and os.path.exists(sample), done.stderr)

    # Without a prefix of its own the schema is compiled by the package manager; here by hand.
    subprocess.run(["glib-compile-schemas", root / "share/glib-2.0/schemas"], check=True)
    environment = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(root / "share/glib-2.0/schemas"), GSETTINGS_BACKEND="memory",
                       XDG_DATA_DIRS=f"{root / 'share'}:/usr/local/share:/usr/share", GSK_RENDERER="cairo")
    window = subprocess.Popen([root / "bin/annex", sample], env=environment, stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    alive = window.poll() is None
    locked = os.path.exists(os.path.join(folder, ".sample.annex.lock"))
    window.terminate()
    errors = window.communicate()[1]
    report("the installed window starts and opens the file", alive and locked and "CRITICAL" not in errors, errors)

print(f"1..{count}")
sys.exit(1 if failed else 0)
