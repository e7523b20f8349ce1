# frozen_string_literal: true

require 'json'
require 'puma'
require 'puma/server'

# The protocol and the policy of an implementation (docs/servers.md), for Rack applications that Puma serves in threads.
module Contract
  # The library cannot express a policy; the message says why.
  class Unsupported < StandardError; end

  NAME_LISTS = %w[methods requestHeaders exposedHeaders].freeze
  KNOWN = ['origins', 'credentials', *NAME_LISTS, 'maxAge'].freeze
  ORIGIN_ENTRY = %r{\A(null|[a-z][a-z0-9+.-]*://(\*\.)?[^\s/*?#]+)\z}

  module_function

  # The block configures the library for a policy and gives the application.
  def run(versions)
    read_policies.each do |name, policy|
      problem = policy_problem(policy)
      url = problem ? nil : serve(yield(policy))
      say(problem ? { policy: name, unsupported: problem } : { policy: name, url: url })
    rescue Unsupported => e
      say(policy: name, unsupported: e.message)
    rescue StandardError => e
      say(policy: name, unsupported: "refused at set-up: #{e.message}")
    end
    say(ready: true, versions: versions)
    # The end of stdin is the end of the process.
    $stdin.read
    exit!(0)
  end

  def read_policies
    line = $stdin.gets
    exit!(0) if line.nil?
    JSON.parse(line).fetch('policies')
  rescue JSON::ParserError, KeyError, TypeError
    abort "expected one line of JSON on stdin, {\"policies\": {\"<name>\": <policy>, …}}, got #{line[0, 200].inspect}"
  end

  def serve(app)
    server = Puma::Server.new(app)
    listener = server.add_tcp_listener('127.0.0.1', 0)
    server.max_threads = 16 if server.respond_to?(:max_threads=)
    server.run
    "http://127.0.0.1:#{listener.addr[1]}"
  end

  def say(line)
    $stdout.puts(JSON.generate(line))
    $stdout.flush
  end

  # Why a value is no valid policy; nil when it is one.
  def policy_problem(value)
    return "a policy is an object, not #{value.to_json}" unless value.is_a?(Hash)

    value.filter_map { |key, field| field_problem(key, field) }.first
  end

  def field_problem(key, field)
    case key
    when 'credentials'
      "credentials is true or false, not #{field.to_json}" unless [true, false].include?(field)
    when 'maxAge'
      whole = field.is_a?(Integer) && field >= 0
      "maxAge is a whole number of seconds, 0 or more, not #{field.to_json}" unless whole
    when 'origins', *NAME_LISTS
      list_problem(key, field)
    else
      "unknown key #{key.to_json}; a policy has #{KNOWN.join(', ')}"
    end
  end

  def list_problem(key, field)
    return if field == '*'

    names = field.is_a?(Array) && field.all? { |name| name.is_a?(String) && !name.empty? }
    return "#{key} is \"*\" or a list of strings, not #{field.to_json}" unless names

    wrong = key == 'origins' && field.find { |entry| !ORIGIN_ENTRY.match?(entry) }
    return unless wrong

    "origins has #{wrong.to_json}, which is neither an origin (https://app.example.com) nor a pattern of subdomains " \
      '(https://*.example.com)'
  end
end
