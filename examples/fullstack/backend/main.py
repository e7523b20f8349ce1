"""The API, with CORSMiddleware as tutorials configure it: uvicorn main:app"""

import os
import secrets
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, FastAPI, Form, HTTPException, Response
from fastapi.middleware.cors import CORSMiddleware
from models import Base, Session, Stat, engine
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session as OpenSession

TUTORIAL = {
    "allow_origins": [os.environ.get("PAGE_ORIGIN", "http://localhost:8080")],
    "allow_credentials": True,
    "allow_methods": ["*"],
    "allow_headers": ["*"],
}

router = APIRouter(prefix="/api/v1")
# Session id to user name. A real application keeps this in its database.
logged_in: dict[str, str] = {}


class NewStat(BaseModel):
    category: str
    value: float


class StoredStat(NewStat):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime


class Person(BaseModel):
    name: str


def open_session():
    with Session() as session:
        yield session


Database = Annotated[OpenSession, Depends(open_session)]


def store(database: OpenSession, category: str, value: float) -> Stat:
    stat = Stat(category=category, value=value)
    database.add(stat)
    database.commit()
    return stat


def find(database: OpenSession, stat_id: int) -> Stat:
    stat = database.get(Stat, stat_id)
    if stat is None:
        raise HTTPException(404, f"There is no stat {stat_id}.")
    return stat


@router.get("/stats")
def list_stats(database: Database, response: Response) -> list[StoredStat]:
    stats = database.scalars(select(Stat).order_by(Stat.id)).all()
    response.headers["X-Total-Count"] = str(len(stats))
    return [StoredStat.model_validate(stat) for stat in stats]


@router.post("/stats", status_code=201)
def add_stat(new: NewStat, database: Database) -> StoredStat:
    return StoredStat.model_validate(store(database, new.category, new.value))


@router.post("/stats/form", status_code=201)
def add_stat_by_form(
    category: Annotated[str, Form()], value: Annotated[float, Form()], database: Database
) -> StoredStat:
    """Takes what a form without JavaScript sends: application/x-www-form-urlencoded."""
    return StoredStat.model_validate(store(database, category, value))


@router.put("/stats/{stat_id}")
def change_stat(stat_id: int, new: NewStat, database: Database) -> StoredStat:
    stat = find(database, stat_id)
    stat.category, stat.value = new.category, new.value
    database.commit()
    return StoredStat.model_validate(stat)


@router.delete("/stats/{stat_id}", status_code=204)
def delete_stat(stat_id: int, database: Database) -> None:
    database.delete(find(database, stat_id))
    database.commit()


@router.get("/average")
def average(database: Database) -> dict[str, float]:
    """Has a defect on purpose: without any row it divides by zero, and the response has status 500."""
    values = database.scalars(select(Stat.value)).all()
    return {"average": sum(values) / len(values)}


@router.post("/login")
def login(person: Person, response: Response) -> dict[str, str]:
    session = secrets.token_urlsafe()
    logged_in[session] = person.name
    response.set_cookie("session", session, httponly=True, samesite="lax")
    return {"name": person.name}


@router.get("/me")
def me(session: Annotated[str | None, Cookie()] = None) -> dict[str, str]:
    if session not in logged_in:
        raise HTTPException(401, "Log in first.")
    return {"name": logged_in[session]}


@asynccontextmanager
async def create_tables(app: FastAPI):
    Base.metadata.create_all(engine)
    yield


def create_app(cors: dict | None) -> FastAPI:
    app = FastAPI(lifespan=create_tables)
    if cors is not None:
        app.add_middleware(CORSMiddleware, **cors)
    app.include_router(router)
    return app


app = create_app(TUTORIAL)
