import type { Expectation } from '../src/scenarios/expectation.ts';
import type { RequestSpec, Suite } from '../src/scenarios/scenario.ts';

const form: RequestSpec = {
  route: 'resource',
  method: 'POST',
  client: 'form',
  mode: 'no-cors',
  body: { kind: 'urlencoded', fields: { value: '1' } },
};

const script: RequestSpec = {
  route: 'resource',
  method: 'POST',
  mode: 'no-cors',
  credentials: 'include',
  body: { kind: 'urlencoded', fields: { value: '1' } },
};

/** Servers that check Origin or Sec-Fetch-Site are safer than CORS requires. */
function effectOf(request: string): NonNullable<Expectation['facts']> {
  return {
    writes: {
      some: `${request} takes effect on the server. CORS does not prevent it: the server has to check Origin or Sec-Fetch-Site, or a CSRF token.`,
      none: `${request} has no effect: the server rejects it, by Origin, Sec-Fetch-Site or a CSRF token. This is safer than CORS requires.`,
    },
  };
}

/** Requests that pages of other sites can send with the cookies of their visitors, without CORS (CSRF). */
export const forgery: Suite = {
  id: 'forgery',
  title: 'Cross-site request forgery',
  scenarios: [
    {
      id: 'forgery/form',
      title: 'CORS does not decide whether a form of an unrelated origin takes effect',
      level: 'informative',
      spec: '#cors-protocol',
      why: 'Submitting a form is a navigation: it needs no permission, and the page cannot read the response.',
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      request: form,
      expect: { wire: ['POST'], facts: effectOf('A form that a page at an unrelated origin submits') },
    },
    {
      id: 'forgery/form-with-cookie',
      title: 'CORS does not decide whether a form of the same site takes effect, with the cookie',
      level: 'informative',
      spec: '#cors-protocol-and-credentials',
      why: 'SameSite cookies do not protect against pages at other subdomains: they are of the same site.',
      from: 'sibling',
      request: form,
      expect: {
        wire: ['POST'],
        cookie: 'sent',
        facts: effectOf('A form with the session cookie that a page at another subdomain submits'),
      },
    },
    {
      id: 'forgery/no-cors-with-cookie',
      title: 'CORS does not decide whether a POST in no-cors mode takes effect, with the cookie',
      level: 'informative',
      spec: '#cors-protocol-and-credentials',
      why: 'Browsers that block cookies of other sites send the request without the cookie.',
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      request: script,
      expect: {
        wire: ['POST'],
        cookie: 'sent',
        facts: effectOf('A POST in no-cors mode with the session cookie, from an unrelated origin,'),
      },
    },
    {
      id: 'forgery/same-site-no-cors-with-cookie',
      title: 'CORS does not decide whether a same-site POST in no-cors mode takes effect, with the cookie',
      level: 'informative',
      spec: '#cors-protocol-and-credentials',
      why: 'SameSite cookies do not protect against pages at other subdomains: they are of the same site.',
      from: 'sibling',
      request: script,
      expect: {
        wire: ['POST'],
        cookie: 'sent',
        facts: effectOf('A POST in no-cors mode with the session cookie, from another subdomain,'),
      },
    },
    {
      id: 'forgery/null-origin',
      title: 'CORS does not decide whether a POST of a sandboxed page takes effect',
      level: 'informative',
      spec: '#cors-protocol',
      why: 'A server that compares Origin must not take `null` for a request without Origin: every site can send it.',
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      request: { ...script, frame: 'sandbox' },
      expect: {
        wire: ['POST'],
        facts: effectOf('A POST in no-cors mode with Origin `null`, from a sandboxed page,'),
      },
    },
  ],
};
