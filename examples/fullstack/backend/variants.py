"""The same API with the CORS configuration of each step: uvicorn variants:wildcard"""

from fastapi.middleware.cors import CORSMiddleware
from main import TUTORIAL, create_app

# Step 1: the middleware was forgotten. Steps 6 and 7 do not need it.
without = create_app(None)

# Step 2: what tutorials have.
tutorial = create_app(TUTORIAL)

# Step 3: any origin. The page sends credentials, for which "*" is not enough; with allow_credentials, Starlette sends each
# request's origin instead of "*".
wildcard = create_app({**TUTORIAL, "allow_origins": ["*"], "allow_credentials": False})
wildcard_with_credentials = create_app({**TUTORIAL, "allow_origins": ["*"]})

# Step 4: X-Request-Id is missing from the list. Without expose_headers, pages cannot read X-Total-Count.
forgotten_header = create_app({**TUTORIAL, "allow_headers": ["Content-Type"]})
all_headers = create_app(
    {**TUTORIAL, "allow_headers": ["Content-Type", "X-Request-Id"], "expose_headers": ["X-Total-Count"]}
)

# Step 5: a middleware that wraps the whole application, so that the response to an unhandled exception passes it.
wrapped = CORSMiddleware(create_app(None), **TUTORIAL)
