# frozen_string_literal: true

require 'json'
require 'rack'
require 'securerandom'
require 'uri'

# The routes of the contract as a Rack application. Nothing here knows of CORS.
# Static files, ranges and the comparison of ETags are for middleware of Rack around it.
class Routes
  SHARED = File.expand_path('..', __dir__)
  ETAG = '"corspec"'
  LONGEST_BODY = 16 * 1024
  LONGEST_DELAY_MS = 30_000
  REMEMBERED_IDS = 10_000
  WRITING = %w[POST PUT PATCH DELETE].freeze
  REDIRECTS = %w[301 302 303 307 308].freeze
  FUNCTION_NAME = /\A[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}\z/
  ASSET_TYPES = {
    '/image.png' => 'image/png',
    '/script.js' => 'text/javascript; charset=utf-8',
    '/module.js' => 'text/javascript; charset=utf-8',
    '/style.css' => 'text/css; charset=utf-8',
    '/font.woff2' => 'font/woff2'
  }.freeze
  EVENTS = ["data: first\n\n", "data: second\n\n"].freeze
  LINES = ["name,value\n", "first,1\n", "second,2\n"].freeze

  def initialize
    @writes = Hash.new(0)
    @mutex = Mutex.new
  end

  def call(env)
    request = Rack::Request.new(env)
    respond(request, query_of(request))
  end

  private

  def query_of(request)
    URI.decode_www_form(request.query_string).to_h
  rescue ArgumentError
    {}
  end

  def respond(request, query)
    case request.path_info
    when '/resource' then resource(request.request_method, query.fetch('id', '')[0, 200])
    when '/whoami' then json({ session: request.cookies['session'] }, 'Cache-Control' => 'no-store')
    when '/login' then login(query['value'])
    when '/denied' then json({ error: 'denied' }, {}, 403)
    when '/limited' then json({ error: 'too many requests' }, { 'Retry-After' => '30' }, 429)
    when '/crash' then raise '/crash raises'
    when '/private' then private_resource(request.get_header('HTTP_AUTHORIZATION'))
    when '/redirect' then redirect(query['to'], query['status'])
    when '/dir' then [301, { 'Location' => '/dir/' }, []]
    when '/dir/' then text('text/html', [File.binread(File.join(SHARED, 'static/dir/index.html'))])
    when '/stream', '/raw' then text('text/event-stream', EVENTS, 'Cache-Control' => 'no-store')
    when '/slow' then slow(query.fetch('ms', '0').to_i)
    when '/vary' then json({ vary: 'Accept-Encoding' }, 'Vary' => 'Accept-Encoding')
    when '/cacheable' then json({ cacheable: true }, 'Cache-Control' => 'max-age=60')
    when '/conditional' then json({ conditional: true }, 'ETag' => ETAG, 'Cache-Control' => 'no-cache')
    when '/parse' then parse(request)
    when '/download' then text('text/csv', LINES, 'Content-Disposition' => 'attachment; filename="report.csv"')
    when '/jsonp' then jsonp(query.fetch('callback', 'callback'))
    else asset(request.path_info)
    end
  end

  def resource(method, id)
    headers = { 'X-Total-Count' => '42', 'X-Request-Id' => SecureRandom.uuid, 'ETag' => ETAG, 'Cache-Control' => 'no-store' }
    json({ method: method, writes: count(method, id) }, headers)
  end

  # With too many ids the counts begin anew, so that a long run does not fill the memory.
  def count(method, id)
    @mutex.synchronize do
      @writes.clear if @writes.size > REMEMBERED_IDS
      @writes[id] += 1 if WRITING.include?(method)
      @writes[id]
    end
  end

  def login(value)
    session = /\A[A-Za-z0-9_.~-]{1,100}\z/.match?(value) ? value : 's'
    json({ session: session }, 'Set-Cookie' => "session=#{session}; SameSite=None; Secure; Path=/")
  end

  def private_resource(authorization)
    return json({ private: true }) unless authorization.to_s.empty?

    json({ error: 'unauthorized' }, { 'WWW-Authenticate' => 'Bearer' }, 401)
  end

  def redirect(to, status)
    # A Location header is ASCII without spaces and line ends, whatever the query says.
    to = (to || '/resource').gsub(/[^\x21-\x7e]+/) { |part| URI.encode_www_form_component(part).gsub('+', '%20') }
    [REDIRECTS.include?(status) ? status.to_i : 302, { 'Location' => to }, []]
  end

  def slow(asked)
    ms = asked.clamp(0, LONGEST_DELAY_MS)
    sleep(ms / 1000.0)
    json({ ms: ms })
  end

  def parse(request)
    return json({ error: 'method not allowed' }, { 'Allow' => 'POST' }, 405) unless request.post?
    return json({ error: 'unsupported media type' }, {}, 415) unless request.media_type == 'application/json'

    body = request.body.read(LONGEST_BODY + 1).to_s
    return json({ error: 'payload too large' }, {}, 413) if body.bytesize > LONGEST_BODY

    JSON.parse(body)
    json({ parsed: true })
  rescue JSON::ParserError
    json({ error: 'bad request' }, {}, 400)
  end

  def jsonp(name)
    return json({ error: 'callback is not a valid function name' }, {}, 400) unless FUNCTION_NAME.match?(name)

    text('text/javascript; charset=utf-8', ["#{name}({\"jsonp\":true});\n"])
  end

  def asset(path)
    return json({ error: 'not found' }, {}, 404) unless ASSET_TYPES.key?(path)

    text(ASSET_TYPES[path], [File.binread(File.join(SHARED, 'assets', path))])
  end

  def json(content, headers = {}, status = 200)
    [status, { 'Content-Type' => 'application/json', **headers }, [JSON.generate(content)]]
  end

  def text(type, chunks, headers = {})
    [200, { 'Content-Type' => type, **headers }, chunks.dup]
  end
end
