# SPDX-License-Identifier: GPL-3.0-or-later
"""What benchmarks of the window share: the program with a probe in its main loop, a keyboard and mouse, and a look at the screen."""

import collections
import ctypes
import os
import pathlib
import select
import signal
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

APP_ID, APP_PATH = "io.github.annex_isms.Annex", "/io/github/annex_isms/Annex"
KEYS = {"Return": 0xFF0D, "Escape": 0xFF1B, "Up": 0xFF52, "Down": 0xFF54, "Home": 0xFF50, "End": 0xFF57, "F2": 0xFFBF,
        "Control": 0xFFE3, "Shift": 0xFFE1}

# Milliseconds of processor time, by the clock, and of processor time but for the drawing of frames.
Turn = collections.namedtuple("Turn", "processor clock undrawn")

# Seconds by the clock and of processors until the first frame, and MiB of private dirty memory soon after.
Start = collections.namedtuple("Start", "clock processor whole dirty")


def set_view(path, **settings):
    """Keeps view state in the file, as the window does: room="asset"; a point in a key is written as two underscores."""
    with sqlite3.connect(path) as database:
        for key, value in settings.items():
            database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key.replace("__", "."), value))


class Probe:
    """Has the program keep the longest turn of its main loop where it can be read (bench-loop.c)."""

    def __init__(self, annex):
        self.file = tempfile.NamedTemporaryFile()
        self.begin()
        library = pathlib.Path(annex).parents[2] / "tests" / "libbench-loop.so"
        self.environment = dict(os.environ, LD_PRELOAD=str(library), BENCH_LOOP=self.file.name)

    def begin(self):
        os.pwrite(self.file.fileno(), struct.pack("ddd", 0, 0, 0), 0)

    def longest(self):
        """Each the longest of its own."""
        return Turn(*struct.unpack("ddd", os.pread(self.file.fileno(), 24, 0)))


class DamageEvent(ctypes.Structure):
    """XDamageNotifyEvent."""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("drawable", ctypes.c_ulong), ("damage", ctypes.c_ulong), ("level", ctypes.c_int), ("more", ctypes.c_int),
                ("timestamp", ctypes.c_ulong), ("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort),
                ("height", ctypes.c_ushort), ("geometry", ctypes.c_short * 4), ("padding", ctypes.c_long * 24)]


class Image(ctypes.Structure):
    """The beginning of XImage."""
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int), ("bitmap", ctypes.c_int * 3), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int)]


class Screen:
    """What is painted on the X server's screen, and when, in milliseconds of the server's clock, which is the monotonic one."""

    def __init__(self):
        self.x11, self.damage = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXdamage.so.1")
        pointer, number = ctypes.c_void_p, ctypes.c_ulong
        for name, result, arguments in (("XOpenDisplay", pointer, [ctypes.c_char_p]), ("XDefaultRootWindow", number, [pointer]),
                                        ("XPending", ctypes.c_int, [pointer]), ("XNextEvent", ctypes.c_int, [pointer, pointer]),
                                        ("XConnectionNumber", ctypes.c_int, [pointer]), ("XSync", ctypes.c_int, [pointer, ctypes.c_int]),
                                        ("XCloseDisplay", ctypes.c_int, [pointer]), ("XDestroyImage", ctypes.c_int, [pointer]),
                                        ("XGetImage", ctypes.POINTER(Image), [pointer, number, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                                                              ctypes.c_uint, number, ctypes.c_int])):
            function = getattr(self.x11, name)
            function.restype, function.argtypes = result, arguments
        self.damage.XDamageQueryExtension.argtypes = [pointer, pointer, pointer]
        self.damage.XDamageCreate.argtypes = [pointer, number, ctypes.c_int]
        self.display = self.x11.XOpenDisplay(None)
        self.root = self.x11.XDefaultRootWindow(self.display)
        first, error = ctypes.c_int(), ctypes.c_int()
        self.damage.XDamageQueryExtension(self.display, ctypes.byref(first), ctypes.byref(error))
        self.damage.XDamageCreate(self.display, self.root, 0)  # each rectangle as it is painted
        self.x11.XSync(self.display, 0)

    def pixels(self, x, y, width, height):
        image = self.x11.XGetImage(self.display, self.root, x, y, width, height, 0xFFFFFFFF, 2)
        data = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * height)
        self.x11.XDestroyImage(image)
        return data

    def painted(self):
        """What was painted since this was last asked: (when, x, y, width, height)."""
        event, found = DamageEvent(), []
        while self.x11.XPending(self.display):
            self.x11.XNextEvent(self.display, ctypes.byref(event))
            if event.level == 0:
                found.append((event.timestamp, event.x, event.y, event.width, event.height))
        return found

    def wait_for(self, is_meant, seconds):
        """The time at which something was painted for which @is_meant (x, y, width, height) holds; None when nothing was."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for when, *area in self.painted():
                if is_meant(*area):
                    return when
            # No polling: the program that is measured may need the processor.
            select.select([self.x11.XConnectionNumber(self.display)], [], [], max(0, end - time.monotonic()))
        return None

    def close(self):
        self.x11.XCloseDisplay(self.display)


class Hand:
    """The mouse and the keyboard of the X server."""

    def __init__(self):
        self.x11, self.test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *[ctypes.c_void_p] * 4]
        self.x11.XFree.argtypes = [ctypes.c_void_p]
        self.x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self.x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))

    def move(self, x, y):
        self.test.XTestFakeMotionEvent(self.display, -1, int(x), int(y), 0)
        self.x11.XFlush(self.display)

    def button(self, number, pressed):
        self.test.XTestFakeButtonEvent(self.display, number, pressed, 0)
        self.x11.XFlush(self.display)

    def press(self, *names):
        """Presses the last of these keys while the others are held down. Returns: when, in milliseconds of the monotonic clock."""
        codes = [self.x11.XKeysymToKeycode(self.display, KEYS.get(name) or ord(name)) for name in names]
        for code in codes:
            self.test.XTestFakeKeyEvent(self.display, code, True, 0)
        self.x11.XFlush(self.display)
        pressed = time.monotonic() * 1000
        for code in reversed(codes):
            self.test.XTestFakeKeyEvent(self.display, code, False, 0)
        self.x11.XFlush(self.display)
        return pressed

    def scroll(self, x, y, clicks):
        self.move(x, y)
        for _ in range(clicks):
            self.button(5, True)
            self.button(5, False)
            time.sleep(0.03)

    def surfaces(self):
        """How many there are on the screen: what is dragged has one of its own."""
        root, parent, children, n = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p(), ctypes.c_uint()
        self.x11.XQueryTree(self.display, self.x11.XDefaultRootWindow(self.display), ctypes.byref(root), ctypes.byref(parent),
                            ctypes.byref(children), ctypes.byref(n))
        self.x11.XFree(children)
        return n.value

    def drag(self, x, y, distance, steps):
        """Far over the others, and back to where it was."""
        before = self.surfaces()
        self.move(x, y)
        self.button(1, True)
        for step in [*range(steps), *reversed(range(steps))]:
            self.move(x + distance * step / steps, y + step % 7)
            time.sleep(0.02)
        dragged = self.surfaces() > before
        self.button(1, False)
        return dragged


class Program:
    """The window on a file, under the probe."""

    def __init__(self, annex, path):
        self.annex, self.probe = annex, Probe(annex)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self.process = subprocess.Popen([annex, path], stderr=subprocess.DEVNULL, env=self.probe.environment)

    def call(self, method, parameters=None):
        self.bus.call_sync(APP_ID, f"{APP_PATH}/window/1", "org.gtk.Actions", method, parameters, None, 0, 20000, None)

    def wait(self):
        """Until the window answers and has drawn what it draws later."""
        while True:
            time.sleep(0.5)
            if self.process.poll() is not None:
                sys.exit(f"{self.annex} ended with {self.process.returncode}")
            try:
                self.call("List")
                break
            except GLib.Error:
                continue
        time.sleep(2)

    def act(self, action, *parameters):
        self.call("Activate", GLib.Variant("(sava{sv})", (action, list(parameters), {})))

    def end(self):
        self.process.kill()
        self.process.wait()


def measure_empty_dialog(annex, times=5):
    """The median of the longest turns in which a dialog comes that has nothing in it."""
    probe, turns = Probe(annex), []
    process = subprocess.Popen([pathlib.Path(annex).parents[2] / "tests" / "bench-dialog"], stderr=subprocess.DEVNULL, env=probe.environment)
    try:
        for turn in range(2 * times):  # it comes and goes
            time.sleep(2)
            probe.begin()
            process.send_signal(signal.SIGUSR1)
            time.sleep(1)
            if turn % 2 == 0:
                turns.append(probe.longest())
    finally:
        process.kill()
        process.wait()
    return Turn(*(statistics.median(values) for values in zip(*turns)))


def read_private_dirty(pid):
    """In MiB."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_Dirty")) / 1024


def read_processor_time(pid):
    """What all threads of a process have used, in seconds."""
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9


def is_frame(screen, width=1280, height=800):
    """Whether there is more on the screen than a background."""
    colours = set()
    for y in range(0, height, 16):
        colours.update(memoryview(screen.pixels(0, y, width, 1)).cast("I"))
    return len(colours) > 8


def sample_content(screen):
    """Of what is beside a sidebar and below a header bar."""
    return b"".join(screen.pixels(320, y, 900, 1) for y in range(200, 760, 16))


def start(command, seconds=30):
    """Starts a program, waits for its first frame, to the millisecond, and until its content is as it stays, and ends it."""
    screen, begun = Screen(), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() < begun + seconds:
            when = screen.wait_for(lambda x, y, width, height: width * height > 10_000 and is_frame(screen), 0.1)
            if when is not None:
                processor = read_processor_time(process.pid)
                frames, end = [(when, sample_content(screen))], time.monotonic() + 1.5
                while time.monotonic() < end:
                    later = screen.wait_for(lambda *area: True, end - time.monotonic())
                    if later is not None:
                        frames.append((later, sample_content(screen)))
                whole = next(then for then, content in frames if content == frames[-1][1])
                return Start(when / 1000 - begun, processor, whole / 1000 - begun, read_private_dirty(process.pid))
        sys.exit(f"{command[0]} showed no window")
    finally:
        process.terminate()
        process.wait()
        screen.close()
        time.sleep(0.3)
