"""Settings, each from the environment variable of its name, with a default that works on one machine."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any


def _data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR", "var")).resolve()


def _secret_key(data_dir: Path) -> str:
    """The key that signs cookies: given, or made once and kept beside the data."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def _number(name: str, default: float) -> float:
    try:
        return float(os.environ.get(name, default))
    except ValueError as error:
        raise SystemExit(f"{name} must be a number, not {os.environ[name]!r}") from error


def _address(name: str, default: str) -> str:
    """The beginning of an address, which what follows is appended to."""
    given = os.environ.get(name, default).rstrip("/")
    if not given.startswith(("http://", "https://")):
        raise SystemExit(f"{name} must begin with https:// or http://, not {given!r}")
    return given


@dataclass(frozen=True)
class Config:
    """One deployment's settings; `Config()` reads the environment."""

    data_dir: Path = field(default_factory=_data_dir)
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    store_url: str = field(default_factory=lambda: os.environ.get("STORE_URL", ""))
    secret_key: str = ""
    segment_max_distance_m: float = field(default_factory=lambda: _number("SEGMENT_MAX_DISTANCE_M", 30))
    max_photo_bytes: int = field(default_factory=lambda: int(_number("MAX_PHOTO_BYTES", 25_000_000)))
    max_photo_pixels: int = field(default_factory=lambda: int(_number("MAX_PHOTO_PIXELS", 64_000_000)))
    unnamed_photo_days: int = field(default_factory=lambda: int(_number("UNNAMED_PHOTO_DAYS", 30)))
    export_days: int = field(default_factory=lambda: int(_number("EXPORT_DAYS", 7)))
    failed_logins_allowed: int = field(default_factory=lambda: int(_number("FAILED_LOGINS_ALLOWED", 5)))
    lockout_minutes: float = field(default_factory=lambda: _number("LOCKOUT_MINUTES", 15))
    desk_idle: timedelta = field(default_factory=lambda: timedelta(minutes=_number("DESK_IDLE_MINUTES", 30)))
    phone_idle: timedelta = field(default_factory=lambda: timedelta(days=_number("PHONE_IDLE_DAYS", 14)))
    phone_idle_admin: timedelta = field(
        default_factory=lambda: timedelta(hours=_number("PHONE_IDLE_ADMIN_HOURS", 12))
    )
    trusted_proxies: int = field(default_factory=lambda: int(_number("TRUSTED_PROXIES", 0)))
    map_tiles_url: str = field(default_factory=lambda: os.environ.get("MAP_TILES_URL", ""))
    map_tiles_datum: str = field(default_factory=lambda: os.environ.get("MAP_TILES_DATUM", "wgs84"))
    wecom_url: str = field(default_factory=lambda: _address("WECOM_URL", "https://qyapi.weixin.qq.com"))
    dingtalk_url: str = field(default_factory=lambda: _address("DINGTALK_URL", "https://oapi.dingtalk.com"))
    feishu_url: str = field(default_factory=lambda: _address("FEISHU_URL", "https://open.feishu.cn"))
    client_dir: Path = field(
        default_factory=lambda: Path(os.environ.get("CLIENT_DIR", Path(__file__).parent / "pwa" / "dist"))
    )

    def __post_init__(self) -> None:
        """Fill what depends on the data folder."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'luzhang.db'}")
        if not self.store_url:
            object.__setattr__(self, "store_url", f"file://{self.data_dir / 'photos'}")
        if not self.secret_key:
            object.__setattr__(self, "secret_key", _secret_key(self.data_dir))

    def flask(self) -> dict[str, Any]:
        """What Flask itself wants to know."""
        return {
            "LUZHANG": self,
            "SECRET_KEY": self.secret_key,
            "SESSION_COOKIE_NAME": "luzhang",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": self.phone_idle,
            "JSON_SORT_KEYS": False,
            "OPENAPI_VERSION": "3.1.0",
            "AUTO_VALIDATION_ERROR_RESPONSE": False,
            "AUTO_SERVERS": False,  # the document is cached: its first reader's Host would be everybody's
        }
