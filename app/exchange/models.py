"""Tables of exports and imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId
from app.core.dialect import Json, LogNumber
from app.core.jobs import Job

FORMATS = ("xlsx", "csv")
ROW_STATES = ("good", "bad", "known", "taken")
"""`known`: its number was brought before."""


class Export(Job, HasId, Base):
    """Cases that somebody asked for as a file; the worker writes it, and it is swept some days later."""

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint(one_of("format", FORMATS), name="format"),
        Index("ix_exports_next_try_at", "next_try_at"),
        Index("ix_exports_owner_id_asked_at", "owner_id", "asked_at"),
        Index("ix_exports_asked_at", "asked_at"),
    )

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    format: Mapped[str] = mapped_column(String(10))
    filter: Mapped[dict[str, Any]] = mapped_column(Json)
    """The `CaseFilter` asked for, without what was left open."""
    asked_at: Mapped[datetime]
    rows_total: Mapped[int | None]
    """NULL until counted."""
    rows_done: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    stored_key: Mapped[str | None] = mapped_column(String(120))
    """Where the file lies; each attempt has a place of its own."""
    byte_size: Mapped[int | None] = mapped_column(BigInteger)


class CaseImport(Job, HasId, Base):
    """A spreadsheet of cases from another system: looked through first, taken in when somebody says so."""

    __tablename__ = "case_imports"
    __table_args__ = (
        Index("ix_case_imports_next_try_at", "next_try_at"),
        Index("ix_case_imports_owner_id_asked_at", "owner_id", "asked_at"),
        Index("ix_case_imports_asked_at", "asked_at"),
    )

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    system: Mapped[str] = mapped_column(String(40))
    """What the other system is called; with its numbers it names a case for good."""
    file_name: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    """When somebody said that it is to be taken in."""
    finished_at: Mapped[datetime | None]


class CaseImportRow(Base):
    """A row of the spreadsheet, and what became of it."""

    __tablename__ = "case_import_rows"
    __table_args__ = (
        CheckConstraint(one_of("state", ROW_STATES), name="state"),
        Index("ix_case_import_rows_import_id_state_id", "import_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("case_imports.id", ondelete="CASCADE"))
    number: Mapped[int]
    """As the spreadsheet shows it."""
    external_number: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The body of a `CaseReport`; NULL for a bad row."""
    errors: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """`{column, value, code, detail}` for each cell that cannot be so."""


class ImportedCase(Base):
    """Which case a number of another system became: whoever brings the number again brings nothing new."""

    __tablename__ = "imported_cases"
    __table_args__ = (Index("ix_imported_cases_case_id", "case_id"),)

    district_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    system: Mapped[str] = mapped_column(String(40), primary_key=True)
    external_number: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[UUID]
    """Written before the case itself, in one transaction with it."""
