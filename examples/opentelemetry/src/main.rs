//! Calls of a platform as spans of OpenTelemetry, against a mock server in this process: no account and
//! no collector needed. Fails when an expected span is missing.
//!
//! In your service, use the exporter of your collector in place of the one in memory.

use std::collections::HashMap;
use std::error::Error;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanId, SpanKind, Status, TracerProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;
use wechat_cloudbase::api::create_env;
use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::token::BoxFuture;
use wechat_cloudbase::{Platform, Secret};

const PLATFORM: &str = "wx0123456789abcdef";
const ACCOUNT: &str = "wx5fe6bb43205e9e07";

/// Propagates the span of a request to the server, in the header `traceparent`.
struct Propagate;

impl Middleware for Propagate {
    fn send<'a>(
        &'a self,
        mut request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, wechat_cloudbase::Error>> {
        Box::pin(async move {
            let mut headers = HashMap::new();
            let context = Span::current().context();
            TraceContextPropagator::new().inject_context(&context, &mut headers);
            for (name, value) in &headers {
                request.set_header(name, value)?;
            }
            next.send(request).await
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("shop"));
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;

    call().await?;

    provider.force_flush()?;
    let spans = exporter.get_finished_spans()?;
    print(&spans, SpanId::INVALID, 0);
    check(&spans)
}

/// One call that has its token fetched first, and one that WeChat refuses.
async fn call() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    mock.accounts().platform(PLATFORM, "platform-secret").ticket("ticket@@@1");
    mock.accounts().authorizer(ACCOUNT, "refreshtoken@@@1");
    let base_url = mock.base_url();
    let platform = Platform::builder(PLATFORM, Secret::new("platform-secret"))
        .client(move |client| client.base_urls([base_url]).middleware(Propagate))
        .build()?;
    let now = std::time::SystemTime::now();
    platform.store_ticket(Secret::new("ticket@@@1"), now).await?;
    platform.adopt(ACCOUNT, Secret::new("refreshtoken@@@1")).await?;

    let client = platform.authorizer(ACCOUNT);
    let request = || create_env::Request::new("shop");
    client.create_env(request()).send().await?;
    mock.on("createEnv")?.once(Reply::errcode(45009));
    match client.create_env(request()).send().await {
        Ok(_) => Err("the mock did not refuse".into()),
        Err(_) => Ok(()),
    }
}

/// The spans as a tree.
fn print(spans: &[SpanData], parent: SpanId, depth: usize) {
    for span in spans.iter().filter(|span| span.parent_span_id == parent) {
        let indent = "  ".repeat(depth);
        println!("{indent}{} ({:?}, {:?})", span.name, span.span_kind, span.status);
        for attribute in &span.attributes {
            let name = attribute.key.as_str();
            if ["http.", "server.", "url.", "wechat.", "error."].iter().any(|p| name.starts_with(p))
            {
                println!("{indent}    {name} = {}", attribute.value);
            }
        }
        print(spans, span.span_context.span_id(), depth + 1);
    }
}

/// The trace has all that was done, and the reason of the failure.
fn check(spans: &[SpanData]) -> Result<(), Box<dyn Error>> {
    let attribute = |span: &SpanData, name: &str| {
        let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == name);
        found.map(|attribute| attribute.value.to_string())
    };
    let calls: Vec<_> = spans
        .iter()
        .filter(|span| attribute(span, "wechat.endpoint").as_deref() == Some("createEnv"))
        .collect();
    let [good, refused] = calls[..] else { return Err("there are not two calls".into()) };
    for call in [good, refused] {
        let is_right = call.span_kind == SpanKind::Client
            && call.parent_span_id == SpanId::INVALID
            && attribute(call, "wechat.appid").as_deref() == Some(ACCOUNT)
            && attribute(call, "http.response.status_code").as_deref() == Some("200");
        if !is_right {
            return Err(format!("a call is not as it should be: {call:?}").into());
        }
    }
    if good.status != Status::Unset || !matches!(refused.status, Status::Error { .. }) {
        return Err("the wrong call failed".into());
    }
    if attribute(refused, "wechat.errcode").as_deref() != Some("45009") {
        return Err("the refused call has no errcode".into());
    }
    let of_good = |span: &&SpanData| {
        span.span_context.trace_id() == good.span_context.trace_id()
            && attribute(span, "wechat.token").is_some()
    };
    match spans.iter().filter(of_good).count() {
        2 => Ok(()),
        count => Err(format!("{count} token fetches in the trace, expected 2").into()),
    }
}
