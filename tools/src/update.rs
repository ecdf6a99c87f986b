//! A spec brought up to date with a page: what a person has nothing to decide about is written, the
//! rest is a checklist. Comments and layout of the files stay. Words of a page never get into a key: a
//! placeholder says what to write.

mod edit;
mod errcode;
mod field;

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::{SourceFile, Spec, check};

use crate::drift::{self, Drift, DriftOptions, DriftRule, Finding, Level};
use crate::layout;
use edit::Edited;

/// What was brought up to date.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Update {
    /// The files that changed, whole.
    pub files: Vec<SourceFile>,
    /// What was written, a sentence each.
    pub done: Vec<String>,
    /// What is left to a person, a sentence each.
    pub left: Vec<String>,
    /// The drift that it is about.
    pub drift: Option<Drift>,
}

/// Brings a spec up to date with one page. `files` are those of the spec.
///
/// # Errors
///
/// Why the page can't be compared, in words that follow its name.
pub fn update(
    spec: &Spec,
    files: &[SourceFile],
    page: &SourceFile,
    options: &DriftOptions,
) -> Result<Update, String> {
    let found = drift::drift(spec, page, options)?;
    let mut update = Update::default();
    let Some(id) = &found.endpoint else {
        update.left = found.findings.iter().map(left).collect();
        update.drift = Some(found);
        return Ok(update);
    };
    let section = spec.api.endpoints.iter().find(|endpoint| endpoint.id == *id);
    let path = section.map_or(String::new(), |endpoint| format!("{}/{id}.toml", endpoint.section));
    let samples = drift::samples(page);
    let mut state = State { files: by_path(files), changed: BTreeMap::new(), path };
    for finding in found.findings.iter().filter(|finding| finding.level() == Level::Finding) {
        // Only a person can say what other words mean.
        if finding.rule == DriftRule::Words {
            update.left.push(left(finding));
            continue;
        }
        match state.apply(spec, finding, &samples) {
            Ok(done) => update.done.push(done),
            Err(why) => update.left.push(match why {
                Some(why) => format!("{} ({why})", left(finding)),
                None => left(finding),
            }),
        }
    }
    let address = found.locked.as_ref().map(|page| page.address.clone());
    if let Some(address) = address {
        state.read_on(&address, &options.today);
    }
    update.files =
        state.changed.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    update.drift = Some(found);
    Ok(update)
}

fn left(finding: &Finding) -> String {
    let place = finding.spec.as_ref().map(|place| format!(" ({}:{})", place.path, place.line));
    format!("`{}`: {}{}", finding.rule, finding.message, place.unwrap_or_default())
}

fn by_path(files: &[SourceFile]) -> BTreeMap<String, String> {
    let text = |file: &SourceFile| String::from_utf8_lossy(&file.content).into_owned();
    files.iter().map(|file| (file.path.clone(), text(file))).collect()
}

struct State {
    files: BTreeMap<String, String>,
    changed: BTreeMap<String, String>,
    /// The file of the endpoint.
    path: String,
}

impl State {
    fn text(&self, path: &str) -> &str {
        self.changed.get(path).or_else(|| self.files.get(path)).map_or("", String::as_str)
    }

    /// Writes what a finding says; an edit after which the spec would not pass its check is none.
    fn apply(
        &mut self,
        spec: &Spec,
        finding: &Finding,
        samples: &[(String, String)],
    ) -> Result<String, Option<String>> {
        let errcodes = "errcodes.toml";
        let edited = edit::of(spec, finding, self.text(&self.path), self.text(errcodes), samples)
            .ok_or(None)?;
        let Edited { endpoint, errcodes: records, done } = edited;
        let mut new = self.changed.clone();
        new.insert(self.path.clone(), laid_out(&self.path, endpoint)?);
        if let Some(records) = records {
            new.insert(errcodes.to_owned(), laid_out(errcodes, records)?);
        }
        let files = self.files.iter().map(|(path, text)| {
            SourceFile::new(path.clone(), new.get(path).unwrap_or(text).clone())
        });
        let files: Vec<_> = files.collect();
        match check(&files, "") {
            Ok(_) => {
                self.changed = new;
                Ok(done)
            }
            Err(report) => {
                let first = report.diagnostics().into_iter().next();
                Err(first.map(|first| format!("not written: {}", first.message)))
            }
        }
    }

    /// The day on which the page was read.
    fn read_on(&mut self, address: &str, today: &str) {
        let text = edit::read_on(self.text(&self.path), address, today);
        if let Some(text) = text.and_then(|text| laid_out(&self.path, text).ok())
            && text != self.text(&self.path)
        {
            self.changed.insert(self.path.clone(), text);
        }
    }
}

fn laid_out(path: &str, text: String) -> Result<String, Option<String>> {
    layout::format(&SourceFile::new(path, text), "").map_err(|report| Some(report.to_string()))
}

/// A page that has moved: its new address in the files of a spec that name it.
pub fn moved(files: &[SourceFile], from: &str, to: &str) -> Vec<SourceFile> {
    let named = files.iter().filter(|file| file.path.ends_with(".toml"));
    let changed = named.filter_map(|file| {
        let text = String::from_utf8_lossy(&file.content);
        let (from, to) = (format!("\"{from}\""), format!("\"{to}\""));
        text.contains(&from).then(|| SourceFile::new(file.path.clone(), text.replace(&from, &to)))
    });
    changed.collect()
}
