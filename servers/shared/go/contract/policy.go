package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Policy is what a server intends to allow. A field that is nil is absent: the library keeps its default.
type Policy struct {
	Origins        *Names
	Credentials    *bool
	Methods        *Names
	RequestHeaders *Names
	ExposedHeaders *Names
	// MaxAge is in seconds.
	MaxAge *int
}

// Names is a list, or all names.
type Names struct {
	All  bool
	List []string
}

// Or gives the list; the library's spelling of all of them if all are meant; nil if the field is absent.
func (names *Names) Or(all ...string) []string {
	switch {
	case names == nil:
		return nil
	case names.All:
		return all
	default:
		return names.List
	}
}

// IsEmpty says whether the list is there and has no names.
func (names *Names) IsEmpty() bool {
	return names != nil && !names.All && len(names.List) == 0
}

func (policy Policy) names(field string) *Names {
	return map[string]*Names{
		"origins": policy.Origins, "methods": policy.Methods, "requestHeaders": policy.RequestHeaders,
		"exposedHeaders": policy.ExposedHeaders,
	}[field]
}

// HasPattern says whether origins have a pattern of subdomains.
func (names *Names) HasPattern() bool {
	return names != nil && slices.ContainsFunc(names.List, IsPattern)
}

// RefuseEmpty is for libraries that apply their default when a list is empty.
func (policy Policy) RefuseEmpty(fields ...string) error {
	for _, field := range fields {
		if policy.names(field).IsEmpty() {
			return fmt.Errorf("an empty list of %s cannot be expressed: the library applies its default then", field)
		}
	}
	return nil
}

// IsEmpty says whether no field is there: the library without options.
func (policy Policy) IsEmpty() bool {
	return policy == Policy{}
}

// RefuseStarWithCredentials is for libraries that take names only, of which `*` is one: browsers take it for a wildcard
// in responses to requests without credentials only.
func (policy Policy) RefuseStarWithCredentials(fields ...string) error {
	if policy.Credentials == nil || !*policy.Credentials {
		return nil
	}
	for _, field := range fields {
		if names := policy.names(field); names != nil && names.All {
			return fmt.Errorf("%s is a list of names, and `*` is no wildcard for requests with credentials", field)
		}
	}
	return nil
}

// RefuseNoMaxAge is for libraries that apply their default when the max age is 0.
func (policy Policy) RefuseNoMaxAge() error {
	if policy.MaxAge != nil && *policy.MaxAge == 0 {
		return errors.New("a maxAge of 0 cannot be expressed: the library sends no Access-Control-Max-Age then")
	}
	return nil
}

// AllMethods is for libraries that take a list of methods and have no wildcard.
var AllMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// IsPattern says whether an entry of origins is a pattern of subdomains.
func IsPattern(origin string) bool {
	return strings.Contains(origin, "://*.")
}

var (
	keys        = []string{"origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge"}
	originEntry = regexp.MustCompile(`^(null|[a-z][a-z0-9+.-]*://(\*\.)?[^\s/*?#]+)$`)
)

// parsePolicy says why a value is no valid policy: an implementation must not claim to apply one.
func parsePolicy(value json.RawMessage) (Policy, error) {
	var policy Policy
	var fields map[string]json.RawMessage
	if json.Unmarshal(value, &fields) != nil || fields == nil {
		return policy, fmt.Errorf("a policy is an object, not %s", value)
	}
	for key, field := range fields {
		if err := policy.set(key, field); err != nil {
			return policy, err
		}
	}
	return policy, nil
}

func (policy *Policy) set(key string, field json.RawMessage) (err error) {
	switch key {
	case "origins":
		if policy.Origins, err = parseNames(key, field); err == nil {
			err = originsProblem(policy.Origins)
		}
	case "credentials":
		if json.Unmarshal(field, &policy.Credentials) != nil || policy.Credentials == nil {
			return fmt.Errorf("credentials is true or false, not %s", field)
		}
	case "methods":
		policy.Methods, err = parseNames(key, field)
	case "requestHeaders":
		policy.RequestHeaders, err = parseNames(key, field)
	case "exposedHeaders":
		policy.ExposedHeaders, err = parseNames(key, field)
	case "maxAge":
		if json.Unmarshal(field, &policy.MaxAge) != nil || policy.MaxAge == nil || *policy.MaxAge < 0 {
			return fmt.Errorf("maxAge is a whole number of seconds, 0 or more, not %s", field)
		}
	default:
		return fmt.Errorf("unknown key %q; a policy has %s", key, strings.Join(keys, ", "))
	}
	return err
}

func parseNames(key string, field json.RawMessage) (*Names, error) {
	if string(field) == `"*"` {
		return &Names{All: true}, nil
	}
	var list []string
	problem := fmt.Errorf(`%s is "*" or a list of strings, not %s`, key, field)
	if json.Unmarshal(field, &list) != nil || list == nil {
		return nil, problem
	}
	for _, name := range list {
		if name == "" {
			return nil, problem
		}
	}
	return &Names{List: list}, nil
}

func originsProblem(origins *Names) error {
	for _, entry := range origins.List {
		if !originEntry.MatchString(entry) {
			return fmt.Errorf(
				"origins has %q, which is neither an origin (https://app.example.com) nor a pattern of subdomains "+
					"(https://*.example.com)", entry)
		}
	}
	return nil
}
