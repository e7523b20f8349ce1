"""A client that is not a browser: python client.py http://localhost:8000/api/v1/stats"""

import sys

import httpx

response = httpx.post(sys.argv[1], json={"category": "python", "value": 2})
print(response.status_code, response.json()["category"])
