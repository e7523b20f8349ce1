//! Values of the query, and text for Location headers.

/// The query of a request. Of several values of a parameter, the first counts.
pub struct Query {
    text: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    pub fn new(text: &str) -> Query {
        let pairs = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        Query { text: text.into(), pairs }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A path with this query.
    pub fn after(&self, path: &str) -> String {
        if self.text.is_empty() { path.into() } else { format!("{path}?{}", self.text) }
    }
}

/// A Location header is ASCII without spaces and line ends, whatever the query says.
pub fn location_of(to: &str) -> String {
    let text = |byte: u8| {
        if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    to.bytes().map(text).collect()
}
