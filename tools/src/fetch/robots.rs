//! `robots.txt`, as RFC 9309 has it: the group of our own name or of all, the longest rule that
//! matches, and of two equally long ones the one that allows.

/// The rules for one agent.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    rules: Vec<(bool, String)>,
    /// Seconds between two requests, where the file asks for them.
    pub delay: Option<u64>,
}

impl Robots {
    /// Reads the rules for an agent by its name, without a version.
    pub fn parse(text: &str, agent: &str) -> Self {
        const LONGEST: usize = 500 << 10;
        let text = wechat_cloudbase_codegen::source::up_to(text, LONGEST);
        let agent = agent.to_lowercase();
        let own = group(text, |name| name != "*" && agent.starts_with(name));
        own.or_else(|| group(text, |name| name == "*")).unwrap_or_default()
    }

    /// Whether a path may be asked for.
    pub fn allow(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        let longest = matching.max_by_key(|(allows, pattern)| (pattern.len(), *allows));
        longest.is_none_or(|(allows, _)| *allows)
    }
}

fn group(text: &str, is_for: impl Fn(&str) -> bool) -> Option<Robots> {
    let mut found: Option<Robots> = None;
    let (mut is_ours, mut in_names) = (false, false);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("");
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        if key == "user-agent" {
            is_ours = is_for(&value.to_lowercase()) || in_names && is_ours;
            in_names = true;
            if is_ours {
                found.get_or_insert_default();
            }
            continue;
        }
        in_names = false;
        let Some(robots) = found.as_mut().filter(|_| is_ours) else {
            continue;
        };
        match key.as_str() {
            "allow" | "disallow" if !value.is_empty() => {
                robots.rules.push((key == "allow", value.to_owned()));
            }
            "crawl-delay" => robots.delay = value.parse().ok(),
            _ => {}
        }
    }
    found
}

/// Whether a path begins as a pattern says, in which `*` is anything and `$` the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if is_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    !is_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let text = "User-agent: *\nDisallow: /doc/\nAllow: /doc/open\nDisallow: /*.pdf$ # no papers\n\nUser-agent: bad\nDisallow: /\nCrawl-delay: 7";
        let ours = Robots::parse(text, "wechat-cloudbase-spec");
        assert!(ours.allow("/doc/open/a.md") && ours.allow("/") && ours.allow("/a.pdf.html"));
        assert!(!ours.allow("/doc/x") && !ours.allow("/a/b.pdf"));
        let bad = Robots::parse(text, "Bad");
        assert!(!bad.allow("/doc/open/a.md"));
        assert_eq!((bad.delay, ours.delay), (Some(7), None));
        assert!(Robots::parse("<html>", "x").allow("/anything"));
        assert!(Robots::parse("User-agent: *\nDisallow:", "x").allow("/anything"));
    }
}
