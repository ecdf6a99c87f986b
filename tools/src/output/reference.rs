//! The reference: a site of static pages for people. It needs no server, no network and, but for
//! its search, no script; every link in it is a relative one.

mod endpoint;
mod errcodes;
mod example;
mod facts;
mod fields;
mod index;
mod json;
mod layout;
mod permission_sets;
mod search;
mod several;
mod site;
mod text;
mod types;

use wechat_cloudbase_codegen::Spec;

use site::Site;

/// How the site presents itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SiteOptions {
    /// What is written above each page.
    pub title: String,
    /// Where examples in Rust import the bindings from, such as `crate::api`.
    pub api: String,
}

impl Default for SiteOptions {
    fn default() -> Self {
        Self { title: "WeChat CloudBase".to_owned(), api: "wechat_cloudbase::api".to_owned() }
    }
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteFile {
    /// Where it is below the site's folder, with `/` between the parts: `endpoint/create_env.html`.
    pub path: String,
    /// Its text, which does not depend on the order of files and keys.
    pub text: String,
}

/// A site that people read: a page per endpoint and per errcode, with a search. It needs no server and
/// no network. Its files are in order of path.
pub fn generate(spec: &Spec, options: &SiteOptions) -> Vec<SiteFile> {
    let api = &*spec.api;
    let site = Site::new(api, options);
    let mut files = vec![
        file("index.html", index::page(&site)),
        file("errcodes.html", errcodes::table_page(&site)),
        file("permission-sets.html", permission_sets::page(&site)),
        file("types.html", types::page(&site)),
        file("search-index.js", search::index(&site)),
        file("reference.css", include_str!("reference/reference.css").to_owned()),
        file("reference.js", include_str!("reference/reference.js").to_owned()),
    ];
    files.extend(
        site.in_order()
            .map(|here| file(&site::endpoint(here.endpoint), endpoint::page(&site, &here))),
    );
    files.extend(
        api.errcodes
            .iter()
            .map(|errcode| file(&site::errcode(errcode.code), errcodes::page(&site, errcode))),
    );
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn file(path: &str, text: String) -> SiteFile {
    SiteFile { path: path.to_owned(), text }
}
