// jub0bs/cors around net/http.
package main

import (
	"errors"

	"corspec.test/contract"
	"github.com/jub0bs/cors"
)

func main() {
	contract.Main(build, "github.com/jub0bs/cors")
}

func build(policy contract.Policy) (contract.Start, error) {
	if policy.Origins == nil {
		return nil, errors.New("origins must be stated")
	}
	config := cors.Config{
		Origins:         policy.Origins.Or("*"),
		Methods:         policy.Methods.Or("*"),
		RequestHeaders:  policy.RequestHeaders.Or("*"),
		ResponseHeaders: policy.ExposedHeaders.Or("*"),
	}
	if policy.Credentials != nil {
		config.Credentialed = *policy.Credentials
	}
	if policy.MaxAge != nil {
		config.MaxAgeInSeconds = *policy.MaxAge
		if *policy.MaxAge == 0 {
			config.MaxAgeInSeconds = -1
		}
	}
	middleware, err := cors.NewMiddleware(config)
	if err != nil {
		return nil, err
	}
	return contract.HTTP(middleware.Wrap(contract.Mux())), nil
}
