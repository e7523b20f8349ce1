// The CORS handler of gorilla/handlers around net/http.
package main

import (
	"errors"
	"regexp"
	"strings"

	"corspec.test/contract"
	"github.com/gorilla/handlers"
)

func main() {
	contract.Main(build, "github.com/gorilla/handlers")
}

func build(policy contract.Policy) (contract.Start, error) {
	options, err := optionsOf(policy)
	if err != nil {
		return nil, err
	}
	return contract.HTTP(handlers.CORS(options...)(contract.Mux())), nil
}

func optionsOf(policy contract.Policy) ([]handlers.CORSOption, error) {
	if err := policy.RefuseEmpty("origins"); err != nil {
		return nil, err
	}
	if policy.RequestHeaders != nil && policy.RequestHeaders.All {
		return nil, errors.New("AllowedHeaders is a list of names without a wildcard")
	}
	if err := policy.RefuseStarWithCredentials("exposedHeaders"); err != nil {
		return nil, err
	}
	var options []handlers.CORSOption
	if policy.Origins.HasPattern() {
		options = append(options, handlers.AllowedOriginValidator(matching(policy.Origins.List)))
	} else if policy.Origins != nil {
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
	return options, nil
}

// matching is for AllowedOriginValidator: the list, with an anchored regular expression for a pattern of subdomains.
func matching(origins []string) handlers.OriginValidator {
	expressions := make([]string, len(origins))
	for at, origin := range origins {
		subdomains := strings.ReplaceAll(regexp.QuoteMeta(origin), `\*\.`, `([a-z0-9-]+\.)+`)
		expressions[at] = "^" + subdomains + "$"
	}
	return regexp.MustCompile(strings.Join(expressions, "|")).MatchString
}
