//! The mock server as a program: point anything that calls WeChat at its base URL.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::mock::contract::Contract;
use wechat_cloudbase::operation::Endpoint;
use wechat_cloudbase::token::{App, Authorizer, Component, Kind, TokenKind};

/// Serves WeChat's cloud-development endpoints on loopback as WeChat documents them
///
/// A call that breaks the contract of its endpoint gets the documented errcode; a valid call
/// gets the documented sample. No account is needed and nothing leaves this machine.
#[derive(Parser)]
#[command(version, after_long_help = SCRIPTING)]
struct Args {
    /// Port of 127.0.0.1 to listen on; 0 is any free one
    #[arg(long, default_value_t = 8970)]
    port: u16,
}

const SCRIPTING: &str = r#"Scripting, from a program in any language:
  POST /__mock/script   what an endpoint answers next, for example
                          {"endpoint": "createEnv", "errcode": -1, "times": 2}
                          {"endpoint": "createEnv", "html": "<h1>Bad Gateway</h1>", "status": 502}
                          {"endpoint": "createEnv", "fault": "cut_body", "delay_ms": 200}
  GET  /__mock/calls    the newest calls, oldest first, without the text of any token
  POST /__mock/tokens   accept a token of your own: {"token": "abc", "kind": "component"}
                        or take it for expired:     {..., "expired": true}
  POST /__mock/reset    forget all calls and scripts

Keys of a script:
  endpoint              vendor name (createEnv) or id (create_env); required
  errcode | json | html | raw | fault
                        what to answer; at most one, and without any: the sample.
                        fault is cut_connection, cut_body or endless
  errmsg                with errcode: this errmsg, exactly
  errcode_as_string     with errcode: true sends "40014" and not 40014
  status, content_type  of the HTTP answer
  retry_after           seconds, as the header `Retry-After`
  delay_ms              wait this long before answering
  times                 for this many calls, 1 by default
  always                true: for every call from then on

Scripts answer only calls that keep the contract; others get their documented errcode."#;

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If this fails too, there is nowhere to report it.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mock = Mock::builder().port(args.port).control(true).start().await?;
        introduce(&mut io::stdout(), &mock)?;
        tokio::signal::ctrl_c().await?;
        Ok(())
    })
}

fn introduce(out: &mut dyn Write, mock: &Mock) -> io::Result<()> {
    writeln!(out, "Base URL\n  {}\n", mock.base_url())?;
    writeln!(out, "Tokens, in the query field `access_token`")?;
    introduce_tokens::<Component>(out, mock)?;
    introduce_tokens::<Authorizer>(out, mock)?;
    introduce_tokens::<App>(out, mock)?;
    writeln!(out, "\nEndpoints")?;
    introduce_endpoints(out, mock)?;
    if let Some(line) = mock.contracts().find_map(|contract| curl(mock, contract)) {
        writeln!(out, "\nTry it\n  {line}")?;
    }
    writeln!(out, "\n--help tells how to script it. Ctrl-C stops it.")
}

fn introduce_tokens<K: TokenKind>(out: &mut dyn Write, mock: &Mock) -> io::Result<()> {
    let (valid, expired) = (mock.access_token::<K>(), mock.expired_token::<K>());
    let (valid, expired) = (valid.secret().expose(), expired.secret().expose());
    let kind = K::KIND.vendor_name();
    writeln!(out, "  {kind:23}  {valid:15}  or, expired, {expired}")
}

fn introduce_endpoints(out: &mut dyn Write, mock: &Mock) -> io::Result<()> {
    let width = |column: fn(&Endpoint) -> &str| mock.endpoints().map(|e| column(e).len()).max();
    let name = width(|endpoint| endpoint.name).unwrap_or_default();
    let path = width(|endpoint| endpoint.path).unwrap_or_default();
    for endpoint in mock.endpoints() {
        let method = endpoint.method.as_str();
        let tokens: Vec<_> = endpoint.tokens.iter().map(|k| k.vendor_name()).collect();
        let tokens = tokens.join(" or ");
        let (a, b) = (endpoint.name, endpoint.path);
        writeln!(out, "  {a:name$}  {method:4}  {b:path$}  {tokens}")?;
    }
    Ok(())
}

/// A line for a shell that calls the endpoint with its sample.
fn curl(mock: &Mock, contract: &Contract) -> Option<String> {
    let endpoint = contract.endpoint;
    let token = match endpoint.tokens.first()? {
        Kind::Component => mock.access_token::<Component>().secret().clone(),
        Kind::Authorizer => mock.access_token::<Authorizer>().secret().clone(),
        Kind::App => mock.access_token::<App>().secret().clone(),
        _ => return None,
    };
    let (base, path, field) = (mock.base_url(), endpoint.path, endpoint.token_field);
    let token = token.expose();
    let body = contract.sample_request.replace('\'', r"'\''");
    Some(format!("curl '{base}{path}?{field}={token}' -d '{body}'"))
}
