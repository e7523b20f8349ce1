// The CORS handler of gorilla/handlers around net/http.
package main

import (
	"errors"

	"corspec.test/contract"
	"github.com/gorilla/handlers"
)

func main() {
	contract.Main(build, "github.com/gorilla/handlers")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins"); err != nil {
		return nil, err
	}
	if err := policy.RefuseNoMaxAge(); err != nil {
		return nil, err
	}
	if policy.RequestHeaders != nil && policy.RequestHeaders.All {
		return nil, errors.New("request headers can be listed alone")
	}
	var options []handlers.CORSOption
	if policy.Origins != nil {
		for _, origin := range policy.Origins.List {
			if contract.IsPattern(origin) {
				return nil, errors.New("patterns of origins need a function of one's own")
			}
		}
		options = append(options, handlers.AllowedOrigins(policy.Origins.Or("*")))
	}
	if policy.Credentials != nil && *policy.Credentials {
		options = append(options, handlers.AllowCredentials())
	}
	if policy.Methods != nil {
		options = append(options, handlers.AllowedMethods(policy.Methods.Or(contract.AllMethods...)))
	}
	if policy.RequestHeaders != nil {
		options = append(options, handlers.AllowedHeaders(policy.RequestHeaders.List))
	}
	if policy.ExposedHeaders != nil {
		options = append(options, handlers.ExposedHeaders(policy.ExposedHeaders.Or("*")))
	}
	if policy.MaxAge != nil {
		options = append(options, handlers.MaxAge(*policy.MaxAge))
	}
	return contract.HTTP(handlers.CORS(options...)(contract.Mux())), nil
}
