/** Implementations that run in Firefox and WebKit as well: the most used of each language, and each kind of proxy. */
export const inEveryBrowser: readonly string[] = [
  'reference', 'express-cors', 'fastify-cors', 'nestjs', 'fastapi', 'flask-cors', 'django-cors-headers', 'spring-mvc', 'gin-cors', 'rs-cors',
  'tower-http', 'nginx-map', 'nginx-star', 'envoy',
]; // prettier-ignore
