//! A spec that has passed every check, and what can be had of it.

use crate::diagnostic::{Problems, Report};
use crate::draft::Draft;
#[cfg(feature = "cli")]
use crate::drift::{self, Drift, DriftOptions};
use crate::model::{Api, Valid};
use crate::options::Options;
use crate::output::{self, OutputFile};
#[cfg(feature = "cli")]
use crate::places::Places;
use crate::source::{SourceFile, Sources};
use crate::{parse, resolve};

/// A spec without problems.
pub struct Spec {
    api: Valid<Api>,
    /// Where everything in it stands. Build scripts have no use for it and don't keep it.
    #[cfg(feature = "cli")]
    pub(crate) places: Places,
}

impl Spec {
    /// Checks a spec. Diagnostics show `root`, such as `spec/`, before each path.
    ///
    /// # Errors
    ///
    /// Every problem of the spec at once, each with its place.
    pub fn check(files: &[SourceFile], root: &str) -> Result<Self, Report> {
        let mut problems = Problems::default();
        let sources = Sources::new(files, root);
        let documents = parse::parse(&sources, &mut problems);
        match resolve::resolve(&documents, &mut problems) {
            Some(api) => Ok(Self {
                api,
                #[cfg(feature = "cli")]
                places: Places::new(sources, documents),
            }),
            None => Err(problems.into_report(sources)),
        }
    }

    #[cfg(feature = "cli")]
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// What a build script writes.
    pub fn bindings(&self, options: &Options) -> Vec<OutputFile> {
        self.drafts(options).into_iter().map(OutputFile::from).collect()
    }

    /// The same, none of them made yet.
    pub(crate) fn drafts(&self, options: &Options) -> Vec<Draft<'_>> {
        output::drafts(&self.api, options)
    }

    /// The model as JSON: everything that a spec says, checked and in one order, for tools that
    /// make of it what this compiler does not. `format` in it is the version of its form.
    pub fn dump(&self) -> String {
        output::dump(&self.api)
    }

    /// A site that people read: a page per endpoint and per errcode, with a search. It needs no
    /// server and no network. Its files are in order of path.
    #[cfg(feature = "cli")]
    pub fn reference(&self, options: &output::SiteOptions) -> Vec<output::SiteFile> {
        output::reference(&self.api, options)
    }

    /// The spec as an OpenAPI document, in JSON: the same bytes for the same spec.
    #[cfg(feature = "cli")]
    pub fn openapi(&self, version: crate::OpenApi) -> String {
        output::openapi(&self.api, version)
    }

    /// What a captured page of the vendor's says differently.
    ///
    /// # Errors
    ///
    /// Why the page can't be compared, in words that follow its name: it is no text, or a page of no
    /// layout that is known.
    #[cfg(feature = "cli")]
    pub fn drift(&self, page: &SourceFile, options: &DriftOptions) -> Result<Drift, String> {
        drift::drift(&self.api, &self.places, page, options)
    }

    /// A file for an endpoint that this spec does not have, drafted from a page.
    ///
    /// # Errors
    ///
    /// Why there is nothing to draft, in words that follow the page's name.
    #[cfg(feature = "cli")]
    pub fn draft(&self, page: &SourceFile, options: &DriftOptions) -> Result<drift::Draft, String> {
        drift::draft(&self.api, page, options)
    }
}
