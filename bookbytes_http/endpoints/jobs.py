"""Jobs: how the long work stands."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bookbytes_core import BookBytes
from bookbytes_http.parameters import page_request, path_id, statuses
from bookbytes_http.schemas import answers
from bookbytes_http.schemas.bodies import read_body
from bookbytes_http.schemas.orders import ResumeIn


async def list_jobs(request: Request) -> Response:
    application: BookBytes = request.state.application
    found = await application.jobs.page(request.state.user, page_request(request, walked=True), statuses(request))
    return JSONResponse(answers.page(found, answers.job))


async def get_job(request: Request) -> Response:
    application: BookBytes = request.state.application
    view = await application.jobs.get(path_id(request, "job_id"), request.state.user)
    return JSONResponse(answers.job(view))


async def cancel_job(request: Request) -> Response:
    application: BookBytes = request.state.application
    job_id = path_id(request, "job_id")
    await application.cancel_job(job_id, owner=request.state.user)
    return JSONResponse(answers.job(await application.jobs.get(job_id, request.state.user)), 202)


async def resume_job(request: Request) -> Response:
    application: BookBytes = request.state.application
    job_id = path_id(request, "job_id")
    body = await read_body(request, ResumeIn, optional=True)
    await application.resume_job(job_id, owner=request.state.user, max_cost_usd=body.max_cost_usd)
    return JSONResponse(answers.job(await application.jobs.get(job_id, request.state.user)), 202)
