// @ts-check

/**
 * Responds to a request of the Fetch API with what a route answers.
 *
 * @param {import('./respond.js').Route} route
 * @param {Request} request whose body nothing has read
 * @returns {Promise<Response>}
 */
export async function fetchAnswer(route, request) {
  const answer = await route({
    method: request.method,
    query: Object.fromEntries(new URL(request.url).searchParams),
    headers: Object.fromEntries(request.headers),
    body: async () => new Uint8Array(await request.arrayBuffer()),
  });
  return new Response(bodyOf(answer), { status: answer.status, headers: answer.headers });
}

/**
 * @param {import('./respond.js').Answer} answer
 * @returns {BodyInit | null}
 */
function bodyOf({ chunks }) {
  const parts = chunks.map((chunk) => new Uint8Array(Buffer.from(chunk)));
  const [first = null] = parts;
  if (parts.length <= 1) return first;
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
