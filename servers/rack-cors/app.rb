# frozen_string_literal: true

require 'rack/cors'
require 'rack/cors/version'
require_relative '../shared/ruby/contract'
require_relative '../shared/ruby/routes'

# The policy in the words of rack-cors; what is absent is left at its default.
def resource_options(policy)
  options = {}
  options[:methods] = policy['methods'] == '*' ? :any : policy['methods'].map { |name| name.downcase.to_sym } if policy['methods']
  options[:headers] = policy['requestHeaders'] == '*' ? :any : policy['requestHeaders'] if policy['requestHeaders']
  options[:expose] = policy['exposedHeaders'] if policy['exposedHeaders']
  options[:credentials] = policy['credentials'] unless policy['credentials'].nil?
  options[:max_age] = policy['maxAge'] if policy['maxAge']
  options
end

# Patterns are regular expressions.
def spelled(list)
  return '*' if list == '*'

  list.map do |origin|
    scheme, parent = origin.split('*.')
    parent ? /\A#{Regexp.escape(scheme)}([a-z0-9-]+\.)+#{Regexp.escape(parent)}\z/ : origin
  end
end

def create_app(policy)
  Rack::Builder.app do
    use Rack::Cors do
      # Without `allow`, no origin is allowed.
      next unless policy.key?('origins')

      allow do
        origins(*spelled(policy.fetch('origins')))
        resource('*', **resource_options(policy))
      end
    end
    use Rack::ShowExceptions
    use Rack::Head
    use Rack::ConditionalGet
    use Rack::Static, urls: ['/file.txt'], root: File.join(Routes::SHARED, 'static')
    use Rack::Static, urls: ['/media.wav'], root: File.join(Routes::SHARED, 'assets')
    run Routes.new
  end
end

versions = { 'rack' => Rack.release, 'rack-cors' => Rack::Cors::VERSION, 'puma' => Puma::Const::PUMA_VERSION }
Contract.run(versions) { |policy| create_app(policy) }
