"""GraphQL of requests: what a person sees and asks, and what waits for the staff."""

from datetime import datetime
from uuid import UUID

import strawberry

from api.edge import DonePayload, Info, Payload, acting, refusable, signed_in
from api.rights import actions, copies, rules, sealing
from api.rights.models import DataRequest as DataRequestRow
from api.rights.rules import DataRequestKind

strawberry.enum(
    DataRequestKind,
    description="A copy of one's data, a correction, the end of account and data, the end of the training's consent.",
)


@strawberry.type
class DataRequest:
    row: strawberry.Private[DataRequestRow]

    @strawberry.field
    def id(self) -> UUID:
        return self.row.id

    @strawberry.field
    def kind(self) -> DataRequestKind:
        return self.row.kind

    @strawberry.field
    def asked_at(self) -> datetime:
        return self.row.asked_at

    @strawberry.field(description="Answered by then; of an erasure, done at that moment.")
    def due_at(self) -> datetime:
        return self.row.due_at

    @strawberry.field
    def done_at(self) -> datetime | None:
        return self.row.done_at

    @strawberry.field
    def text(self, info: Info) -> str | None:
        return sealing.opened(self.row, "text", info.context.tools.vault)

    @strawberry.field
    def answer(self, info: Info) -> str | None:
        return sealing.opened(self.row, "answer", info.context.tools.vault)


@strawberry.type(description="A request that waits for an answer.")
class OpenDataRequest:
    id: UUID
    email: str
    kind: DataRequestKind
    asked_at: datetime
    due_at: datetime
    seconds_left: int = strawberry.field(description="By the server's clock; below zero it is late.")
    text: str | None


@strawberry.type
class DownloadPayload(Payload):
    url: str | None = strawberry.field(default=None, description="A path that works for 15 minutes, in this session.")
    expires_at: datetime | None = None


@strawberry.type
class DataRequestPayload(Payload):
    request: DataRequest | None = None


@strawberry.type
class RightsViewer:
    id: UUID

    @strawberry.field(description="The newest first.")
    async def data_requests(self) -> list[DataRequest]:
        return [DataRequest(row=row) for row in await actions.requests_of(self.id)]

    @strawberry.field(description="When everything is going to be erased; null when nobody asked for it.")
    async def erases_at(self) -> datetime | None:
        waiting = await actions.open_erasure(self.id)
        return waiting.due_at if waiting else None


@strawberry.type
class RightsStaff:
    @strawberry.field(description="What waits for an answer, the most urgent first.")
    async def data_requests(self, info: Info) -> list[OpenDataRequest]:
        at, vault = info.context.tools.clock(), info.context.tools.vault
        return [
            OpenDataRequest(
                id=row.id,
                email=row.account.email if row.account else "",
                kind=row.kind,
                asked_at=row.asked_at,
                due_at=row.due_at,
                seconds_left=rules.seconds_left(row.due_at, at),
                text=sealing.opened(row, "text", vault),
            )
            for row in await actions.waiting_for_staff()
        ]


@strawberry.type
class RightsMutation:
    @strawberry.mutation(
        description="Needs a proof. A zip with everything that is kept of the account: index.html to read, data.json, "
        "certificates."
    )
    @refusable(DownloadPayload)
    async def request_my_data(self, info: Info) -> DownloadPayload:
        link = await copies.request_copy(signed_in(info), info.context.tools)
        return DownloadPayload(url=link.url, expires_at=link.expires_at)

    @strawberry.mutation(description="Ask the office to put something right that can't be changed in the biodata.")
    @refusable(DataRequestPayload)
    async def request_correction(self, info: Info, text: str) -> DataRequestPayload:
        row = await actions.request_correction(signed_in(info), text, info.context.tools)
        return DataRequestPayload(request=DataRequest(row=row))

    @strawberry.mutation(
        description="Needs a proof. Erase account and data after 48 hours; what a certificate needs stays."
    )
    @refusable(DataRequestPayload)
    async def request_erasure(self, info: Info) -> DataRequestPayload:
        row = await actions.request_erasure(signed_in(info), info.context.tools)
        return DataRequestPayload(request=DataRequest(row=row))

    @strawberry.mutation
    @refusable(DonePayload)
    async def cancel_erasure(self, info: Info) -> DonePayload:
        await actions.cancel_erasure(signed_in(info), info.context.tools.clock())
        return DonePayload(done=True)

    @strawberry.mutation(description="For staff accounts only: closes the request and mails the answer.")
    @refusable(DonePayload)
    async def answer_data_request(self, info: Info, request: UUID, answer: str) -> DonePayload:
        await actions.answer(request, answer, acting(info), info.context.tools)
        return DonePayload(done=True)
