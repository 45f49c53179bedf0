"""A browser around WebKitGTK that WebDriver starts: as narrow as a phone, with a profile that outlives it.

MiniBrowser under automation keeps nothing after its end, asks about the position in a dialogue nobody
answers, and is never narrower than its own buttons. Everything below those buttons is the same library.
"""

import argparse
import signal
from ctypes import CDLL, CFUNCTYPE, c_char_p, c_double, c_int, c_size_t, c_uint, c_void_p
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 390, 844
END_WITH_PARENT = 1
COOKIES_IN_TEXT = WINDOW_TOPLEVEL = 0

webkit, gtk, gobject, glib = (
    CDLL(name)
    for name in ("libwebkit2gtk-4.1.so.0", "libgtk-3.so.0", "libgobject-2.0.so.0", "libglib-2.0.so.0")
)
Told = CFUNCTYPE(c_void_p, c_void_p, c_void_p)
Asked = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)
Ticked = CFUNCTYPE(c_int, c_void_p)
kept: list[object] = []
"""What C calls back, which nothing else in Python holds."""


def pointer(function: Any, *arguments: Any) -> c_void_p:
    function.restype = c_void_p
    return c_void_p(function(*arguments))


def connect(instance: c_void_p, name: bytes, callback: Any) -> None:
    kept.append(callback)
    gobject.g_signal_connect_data(instance, c_char_p(name), callback, None, None, 0)


def profile(folder: Path) -> tuple[c_void_p, c_void_p]:
    """The context of a browser whose every trace lies in the folder, and its manager of positions."""
    directories = ((b"base-data-directory", "data"), (b"base-cache-directory", "cache"))
    words = [c_char_p(word) for name, below in directories for word in (name, bytes(folder / below))]
    manager = pointer(webkit.webkit_website_data_manager_new, *words, None)
    context = pointer(webkit.webkit_web_context_new_with_website_data_manager, manager)
    cookies = pointer(webkit.webkit_website_data_manager_get_cookie_manager, manager)
    file = c_char_p(bytes(folder / "cookies.txt"))
    webkit.webkit_cookie_manager_set_persistent_storage(cookies, file, COOKIES_IN_TEXT)
    webkit.webkit_web_context_set_preferred_languages(context, (c_char_p * 2)(b"zh-CN", None))
    webkit.webkit_web_context_set_automation_allowed(context, 1)
    return context, pointer(webkit.webkit_web_context_get_geolocation_manager, context)


def stand_at(manager: c_void_p, lon: float, lat: float, accuracy: float) -> None:
    """A fix every second, as from a receiver under open sky."""
    webkit.webkit_geolocation_position_new.argtypes = [c_double] * 3

    def fix(_: int | None) -> int:
        position = pointer(webkit.webkit_geolocation_position_new, lat, lon, accuracy)
        webkit.webkit_geolocation_manager_update_position(manager, position)
        webkit.webkit_geolocation_position_free(position)
        return 1

    kept.append(tick := Ticked(fix))
    glib.g_timeout_add_seconds(c_uint(1), tick, None)
    connect(manager, b"start", Told(lambda *_: fix(None)))


def switch(view: c_void_p, names: set[str], on: int) -> None:
    """Features by the names that `MiniBrowser --features=help` lists."""
    settings = pointer(webkit.webkit_web_view_get_settings, view)
    features = pointer(webkit.webkit_settings_get_all_features)
    webkit.webkit_feature_get_identifier.restype = c_char_p
    for number in range(webkit.webkit_feature_list_get_length(features)):
        feature = pointer(webkit.webkit_feature_list_get, features, c_size_t(number))
        if webkit.webkit_feature_get_identifier(feature).decode() in names:
            webkit.webkit_settings_set_feature_enabled(settings, feature, on)
            names = names - {webkit.webkit_feature_get_identifier(feature).decode()}
    if names:
        raise SystemExit(f"WebKit knows no features {sorted(names)}")


def window(context: c_void_p, off: set[str], on: set[str]) -> int | None:
    """An empty page in a window without buttons, which may do whatever it asks for."""
    webkit.webkit_web_view_get_type.restype = c_size_t
    told = (c_char_p(b"web-context"), context, c_char_p(b"is-controlled-by-automation"), c_int(1), None)
    view = pointer(gobject.g_object_new, c_size_t(webkit.webkit_web_view_get_type()), *told)
    switch(view, off, 0)
    switch(view, on, 1)

    def allow(_view: int, request: int, _: int | None) -> int:
        webkit.webkit_permission_request_allow(c_void_p(request))
        return 1

    connect(view, b"permission-request", Asked(allow))
    frame = pointer(gtk.gtk_window_new, WINDOW_TOPLEVEL)
    gtk.gtk_window_set_default_size(frame, WIDTH, HEIGHT)
    gtk.gtk_container_add(frame, view)
    gtk.gtk_widget_show_all(frame)
    return view.value


def answer_to_driver(context: c_void_p, off: set[str], on: set[str]) -> None:
    """WebDriver asks for a page as soon as it has connected."""

    def begun(_context: int, session: int, _: int | None) -> int:
        info = pointer(webkit.webkit_application_info_new)
        webkit.webkit_application_info_set_name(info, c_char_p(b"MiniBrowser"))
        webkit.webkit_automation_session_set_application_info(c_void_p(session), info)
        connect(c_void_p(session), b"create-web-view", Told(lambda *_: window(context, off, on)))
        return 0

    connect(context, b"automation-started", Asked(begun))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("profile", type=Path)
    parser.add_argument("--at", type=float, nargs=3, metavar=("LON", "LAT", "ACCURACY"))
    parser.add_argument("--off", nargs="*", action="extend", default=[])
    parser.add_argument("--on", nargs="*", action="extend", default=[])
    given = parser.parse_args()
    CDLL(None).prctl(END_WITH_PARENT, int(signal.SIGKILL))
    gtk.gtk_init(None, None)
    context, places = profile(given.profile)
    if given.at:
        stand_at(places, *given.at)
    answer_to_driver(context, set(given.off), set(given.on))
    gtk.gtk_main()


if __name__ == "__main__":
    main()
