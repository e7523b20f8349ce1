//! Lists of origins with patterns of subdomains, for libraries that take a function.

/// Origins and patterns of subdomains such as `https://*.example.com`.
#[derive(Clone, Debug)]
pub struct Origins {
    exact: Vec<String>,
    /// What is before and behind the subdomain: `https://` and `.example.com`.
    patterns: Vec<(String, String)>,
}

impl Origins {
    pub fn new(list: &[String]) -> Origins {
        let (mut exact, mut patterns) = (Vec::new(), Vec::new());
        for entry in list {
            match entry.split_once("*.") {
                None => exact.push(entry.clone()),
                Some((before, parent)) => patterns.push((before.to_string(), format!(".{parent}"))),
            }
        }
        Origins { exact, patterns }
    }

    /// The origins of the list, without the patterns.
    pub fn exact(&self) -> &[String] {
        &self.exact
    }

    pub fn has_patterns(&self) -> bool {
        !self.patterns.is_empty()
    }

    /// Whether an origin is in the list or matches a pattern of it.
    pub fn allow(&self, origin: &str) -> bool {
        self.exact.iter().any(|entry| entry == origin) || self.match_pattern(origin)
    }

    /// Whether an origin matches a pattern.
    pub fn match_pattern(&self, origin: &str) -> bool {
        self.patterns.iter().any(|(before, parent)| {
            let subdomain = origin.strip_prefix(before.as_str()).and_then(|rest| rest.strip_suffix(parent.as_str()));
            subdomain.is_some_and(|labels| labels.split('.').all(is_label))
        })
    }
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
}
