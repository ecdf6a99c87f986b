//! What is done to the spec between two builds.

use std::fs;
use std::path::Path;

use crate::tools::Result;

/// The endpoint that is edited, one in the middle of the spec.
const EDITED: &str = "cloudbase-common/env-management/create_env.toml";

/// An edit, which a round makes; the next round undoes it, which is an edit as well.
#[derive(Clone, Copy)]
pub(super) enum Edit {
    /// Other words in the docs of an endpoint.
    Words,
    /// A field more in a response.
    Field,
    /// An endpoint more.
    Endpoint,
}

/// All of them, in the order in which they are made.
pub(super) const EDITS: [Edit; 3] = [Edit::Words, Edit::Field, Edit::Endpoint];

impl Edit {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Words => "a summary says it in other words, or again in the old ones",
            Self::Field => "a response has a field more, or less",
            Self::Endpoint => "there is an endpoint more, or less",
        }
    }

    /// What the ratio to progenitor in a build script is to stay below.
    pub(super) fn limit(self) -> &'static str {
        match self {
            Self::Words | Self::Endpoint => "at most 0.250",
            Self::Field => "at most 0.180",
        }
    }

    /// Makes it, or undoes it.
    pub(super) fn make(self, spec: &Path, is_made: bool) -> Result<()> {
        let edited = spec.join(EDITED);
        let added = edited.with_file_name("open_second_env.toml");
        match self {
            Self::Words => replace(&edited, ["\"Create a pay", "\"Open a pay"], is_made),
            Self::Field => {
                let field = r#"state = { type = "string", optional = true, doc = "Its state" }"#;
                let fields = format!("[response]\n{field}\n");
                replace(&edited, ["[response]\n", &fields], is_made)
            }
            Self::Endpoint if !is_made => Ok(fs::remove_file(added)?),
            Self::Endpoint => {
                fs::copy(edited, &added)?;
                replace(&added, ["\"createEnv\"", "\"openSecondEnv\""], true)?;
                replace(&added, ["/tcb/createenvandresource", "/tcb/opensecondenv"], true)
            }
        }
    }
}

/// Puts one text for the other, or back; it must be there.
fn replace(path: &Path, [plain, edited]: [&str; 2], is_made: bool) -> Result<()> {
    let (old, new) = if is_made { (plain, edited) } else { (edited, plain) };
    let text = fs::read_to_string(path)?;
    if !text.contains(old) {
        return Err(format!("{} has no {old}", path.display()).into());
    }
    Ok(fs::write(path, text.replacen(old, new, 1))?)
}
