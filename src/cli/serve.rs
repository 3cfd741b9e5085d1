//! `kmgmt serve`: the management endpoint, for clients that are used unchanged.

use crate::cli::Ended;
use crate::cli::args::ServeArgs;
use crate::cli::printer::Printer;
use crate::cli::run::{acts_as, run_all, scripts, unreadable};
use crate::cli::start::{clock, lasting_session};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::serve::{Patience, Service, Settings, serve as listen};

/// `kmgmt serve`
pub(super) fn serve(args: &ServeArgs) -> Ended {
    let mut printer = Printer::silent(args.setting.error_format);
    let Some(mut session) = lasting_session(&args.setting, &mut printer) else { return Ended::Usage };
    let sources = match scripts(&args.setting) {
        Ok(sources) => sources,
        Err((path, error)) => return unreadable(&path, &error, &mut printer),
    };
    let ran = run_all(sources, &mut session, &mut printer, true);
    printer.rest();
    if ran != Ended::Done {
        return ran;
    }
    if let Err(error) = session.read_all() {
        printer.complaint(&error, "");
        return Ended::Usage;
    }
    let principal = match &args.principal {
        Some(principal) if !acts_as(principal, &mut session, &mut printer) => return Ended::Usage,
        Some(_) => Some(session.principal()),
        None => None,
    };
    if let Err(error) = session.settle() {
        printer.complaint(&error, "");
        return Ended::Usage;
    }
    let settings = Settings {
        listen: args.listen,
        principal,
        hosts: args.hosts.clone(),
        allows_web_ui: args.allow_web_ui,
        no_effect: args.setting.no_effect,
        log: args.log,
        patience: Patience::default(),
    };
    if !args.listen.ip().is_loopback() {
        let message = "nobody verifies who asks: whoever reaches this address may say to be anybody";
        printer.complaint(&Diagnostic::warning(Code::Input, message), "--listen");
    }
    let service = Service::new(&session, clock(args.setting.state.clock), settings);
    let served = listen(service, |address| printer.show(format!("http://{address}\n").as_bytes()));
    // Requests are answered: what a later opening would read is prepared now. What can't be is left for the next one.
    let _ = session.cluster().fold(limit::JOURNAL_TAIL);
    match served {
        Ok(()) => Ended::Done,
        Err(error) => {
            let message = format!("can't listen on `{}`: {error}", args.listen);
            printer.complaint(&Diagnostic::error(Code::Input, message), "--listen");
            Ended::Usage
        }
    }
}
