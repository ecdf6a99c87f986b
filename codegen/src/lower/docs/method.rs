//! The documentation of a method on the client: what a caller needs while typing. The rest is on the
//! page of the endpoint's module.

use super::super::markdown::{code, paragraph};
use super::super::sample;
use super::{errcode, wire_line};
use crate::item::{ExampleItem, MethodDoc};
use crate::model::{Endpoint, Errcode};
use crate::options::Runtime;

pub(in crate::lower) fn doc(endpoint: &Endpoint, special: &[i64], runtime: Runtime) -> MethodDoc {
    MethodDoc {
        start: start(endpoint, runtime),
        example: (runtime == Runtime::Own).then(|| example(endpoint)),
        end: end(endpoint, special, runtime),
    }
}

fn start(endpoint: &Endpoint, runtime: Runtime) -> Vec<String> {
    let retried = match (endpoint.idempotent, &endpoint.idempotent_by) {
        (true, _) => "Idempotent, so it is retried.".to_owned(),
        (false, None) => "Not retried once sent.".to_owned(),
        (false, Some(by)) => {
            format!(
                "Idempotent with {}, so it is retried then; not retried once sent without.",
                code(by)
            )
        }
    };
    let id = &endpoint.id;
    let module = match runtime {
        Runtime::Own => format!("mod@crate::api::{id}"),
        Runtime::Dependency => format!("mod@{id}"),
    };
    vec![
        paragraph(&endpoint.summary),
        String::new(),
        format!("{} {retried}", wire_line(endpoint, Some(&module))),
    ]
}

/// The errcodes that few other endpoints have.
fn end(endpoint: &Endpoint, special: &[i64], runtime: Runtime) -> Vec<String> {
    let mut lines = super::several::lines(endpoint, runtime);
    let errors: Vec<_> =
        endpoint.errcodes.iter().filter(|errcode| special.contains(&errcode.code)).collect();
    if errors.is_empty() {
        return lines;
    }
    let line = |record: &&std::rc::Rc<Errcode>| {
        format!("- {} {}: {}", record.code, errcode(record, runtime), paragraph(&record.meaning))
    };
    lines.extend(["", "# Errors", ""].map(str::to_owned));
    lines.extend(errors.iter().map(line));
    lines
}

/// A program that runs against the mock.
fn example(endpoint: &Endpoint) -> ExampleItem {
    let sample = sample::item(endpoint);
    let (id, kind, imports) = (&endpoint.id, sample.kind, sample::imports(&sample));
    let allow = sample.deprecated.then(|| "# #![allow(deprecated)]".to_owned());
    let mut before = ["", "```"].map(str::to_owned).to_vec();
    before.extend(allow);
    before.extend([
        format!("# use wechat_cloudbase::token::{kind};"),
        format!("# use wechat_cloudbase::api::{imports};"),
        "# #[tokio::main(flavor = \"current_thread\")]".to_owned(),
        "# async fn main() -> Result<(), Box<dyn ::std::error::Error>> {".to_owned(),
        "# let mock = wechat_cloudbase::mock::Mock::start().await?;".to_owned(),
        format!("# let client = mock.client::<{kind}>()?;"),
    ]);
    let after = vec![
        format!("let response = client.{id}(request).send().await?;"),
        "# let _ = response;".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ];
    ExampleItem { before, request: sample.request, after }
}
