//! `kmgmt serve`: the management endpoint, for clients that are used unchanged.

use crate::cli::Ended;
use crate::cli::args::ServeArgs;
use crate::cli::printer::Printer;
use crate::cli::run::{acts_as, run_all, scripts, unreadable};
use crate::cli::start::lasting_session;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::model::limit;
use crate::serve::{Limits, Service, Settings, serve as listen};
use crate::session::Session;

/// `kmgmt serve`
pub(super) fn serve(args: &ServeArgs) -> Ended {
    let mut printer = Printer::of_text(args.setting.error_format);
    let (session, principal) = match begun(args, &mut printer) {
        Ok(begun) => begun,
        Err(ended) => return ended,
    };
    let settings = Settings {
        listen: args.listen,
        principal,
        hosts: args.hosts.clone(),
        allows_web_ui: args.allow_web_ui,
        no_effect: args.setting.no_effect,
        log: args.log,
        limits: Limits::default(),
    };
    if !args.listen.ip().is_loopback() {
        let message = "nobody verifies who asks: whoever reaches this address may say to be anybody";
        printer.complaint(&Diagnostic::warning(Code::Input, message), "--listen");
    }
    let service = Service::new(&session, settings);
    let mut is_listening = false;
    let served = listen(service, |address| {
        is_listening = true;
        printer.show(format!("http://{address}\n").as_bytes())
    });
    // Requests are answered: what a later opening would read is prepared now. What can't be is left for the next one.
    let _ = session.cluster().fold(limit::LEFT_TAIL);
    match served {
        Ok(()) => Ended::Done,
        Err(error) if is_listening => {
            let message = format!("can't write the address to standard output: {error}");
            printer.complaint(&Diagnostic::error(Code::Input, message), "");
            Ended::Usage
        }
        Err(error) => {
            let message = format!("can't listen on `{}`: {error}", args.listen);
            printer.complaint(&Diagnostic::error(Code::Input, message), "--listen");
            Ended::Usage
        }
    }
}

/// Returns the session that the server begins with, after the scripts, and who acts for requests that do not say who asks.
fn begun(args: &ServeArgs, printer: &mut Printer) -> Result<(Session, Option<PrincipalId>), Ended> {
    let mut session = lasting_session(&args.setting, printer).ok_or(Ended::Usage)?;
    let sources = scripts(&args.setting).map_err(|(path, error)| unreadable(&path, &error, printer))?;
    // The address alone is printed: who waits for it reads no answers of scripts.
    printer.quieten(true);
    let ran = run_all(sources, &mut session, printer, true);
    printer.quieten(false);
    printer.rest();
    if ran != Ended::Done {
        return Err(ran);
    }
    let principal = match &args.principal {
        Some(principal) if !acts_as(principal, &mut session, printer) => return Err(Ended::Usage),
        Some(_) => Some(session.principal()),
        None => None,
    };
    let ready = session.read_all().and_then(|()| session.settle());
    ready.map_err(|error| {
        printer.complaint(&error, "");
        Ended::Usage
    })?;
    Ok((session, principal))
}
