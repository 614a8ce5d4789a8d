#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the first C example of CONTRIBUTING.md to a file, so that it is compiled as it stands there."""

import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
example = re.search(r"^```c\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
open(sys.argv[2], "w", encoding="utf-8").write(example.group(1))
