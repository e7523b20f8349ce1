//! The policy that corspec sends, and whether it is valid.

use serde_json::Value;

/// A list of names, or all of them: `*`.
#[derive(Clone, Debug)]
pub enum Names {
    All,
    List(Vec<String>),
}

/// What a server intends to allow. A field that is None is not stated: the library keeps its default.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub origins: Option<Names>,
    pub credentials: Option<bool>,
    pub methods: Option<Names>,
    pub request_headers: Option<Names>,
    pub exposed_headers: Option<Names>,
    pub max_age: Option<u64>,
}

impl Policy {
    /// Whether credentials are allowed; they are not if the policy does not say so.
    pub fn has_credentials(&self) -> bool {
        self.credentials == Some(true)
    }

    /// The policy of a JSON value, or why it is none.
    pub(crate) fn parse(value: &Value) -> Result<Policy, String> {
        let fields = value.as_object().ok_or_else(|| format!("a policy is an object, not {value}"))?;
        let mut policy = Policy::default();
        for (key, field) in fields {
            match key.as_str() {
                "origins" => policy.origins = Some(origins(field)?),
                "credentials" => policy.credentials = Some(credentials(field)?),
                "methods" => policy.methods = Some(names(key, field)?),
                "requestHeaders" => policy.request_headers = Some(names(key, field)?),
                "exposedHeaders" => policy.exposed_headers = Some(names(key, field)?),
                "maxAge" => policy.max_age = Some(max_age(field)?),
                _ => {
                    return Err(format!("unknown key {key:?}; a policy has {}", KEYS.join(", ")));
                }
            }
        }
        Ok(policy)
    }
}

const KEYS: [&str; 6] = ["origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge"];

fn credentials(field: &Value) -> Result<bool, String> {
    field.as_bool().ok_or_else(|| format!("credentials is true or false, not {field}"))
}

fn max_age(field: &Value) -> Result<u64, String> {
    field.as_u64().ok_or_else(|| format!("maxAge is a whole number of seconds, 0 or more, not {field}"))
}

fn names(key: &str, field: &Value) -> Result<Names, String> {
    if field == "*" {
        return Ok(Names::All);
    }
    let text = |name: &Value| name.as_str().filter(|name| !name.is_empty()).map(String::from);
    let list = field.as_array().and_then(|list| list.iter().map(text).collect());
    list.map(Names::List).ok_or_else(|| format!("{key} is \"*\" or a list of strings, not {field}"))
}

fn origins(field: &Value) -> Result<Names, String> {
    let origins = names("origins", field)?;
    let Names::List(list) = &origins else {
        return Ok(origins);
    };
    match list.iter().find(|entry| !is_origin(entry)) {
        None => Ok(origins),
        Some(entry) => Err(format!(
            "origins has {entry:?}, which is neither an origin (https://app.example.com) nor a pattern of subdomains \
             (https://*.example.com)"
        )),
    }
}

fn is_origin(entry: &str) -> bool {
    let Some((scheme, host)) = entry.split_once("://") else {
        return entry == "null";
    };
    let host = host.strip_prefix("*.").unwrap_or(host);
    let in_scheme = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+.-".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.chars().all(in_scheme)
        && !host.is_empty()
        && !host.contains(|c: char| c.is_whitespace() || "/*?#".contains(c))
}
