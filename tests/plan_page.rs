//! `kmgmt plan --format html`: what stands in the page, and that names in it mean nothing else. What a browser makes of
//! it `browser.rs` looks at.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod cli;

use cli::{command, run};

const STATE: [&str; 2] = ["--from", "fixtures/plan/state"];

/// The page of the plan of a script, which ends with this code.
fn page(from: &[&str], script: &str, code: i32) -> String {
    let args = ["plan", "--format", "html"].iter().chain(from);
    let (out, err, ended) = run(command(args), Some(script.as_bytes()));
    // Why a script failed stands in the page too.
    assert_eq!((err.is_empty(), ended), (code == 0, code), "{err}");
    out
}

/// All tables and what they open.
fn body(page: &str) -> &str {
    page.split_once("</form>").unwrap().1.split_once("<dialog").unwrap().0
}

#[test]
fn each_row_opens_what_explain_answers_before_and_after() {
    let script = "\
#dbcontext Sales
.drop database Sales viewers ('aaduser=ana@contoso.com')
.alter table Customers policy restricted_view_access false
";
    insta::assert_snapshot!(body(&page(&STATE, script, 0)), @r#"

    <section>
    <h2>What changes</h2>
    <table role="grid" aria-label="What changes">
    <thead><tr><th scope="col">Change</th><th scope="col">What</th><th scope="col">Value</th><th scope="col">Access</th></tr></thead>
    <tbody><tr class="group"><th scope="rowgroup" colspan="4">database Sales</th></tr>
    <tr data-who="aaduser=ana@contoso.com" data-title="`ana@contoso.com`" data-scope="database Sales" data-role="viewers"><td class="remove">- removed</td><th scope="row"><button data-sheets="1 2">viewers aaduser=ana@contoso.com</button></th><td class="value"></td><td>changes</td></tr>
    </tbody>
    <tbody><tr class="group"><th scope="rowgroup" colspan="4">table Sales.Customers</th></tr>
    <tr data-who="" data-title="" data-scope="table Sales.Customers" data-role=""><td class="change">~ changed</td><th scope="row"><button data-sheets="3">policy restricted_view_access</button></th><td class="value">{&quot;IsEnabled&quot;: true} → {&quot;IsEnabled&quot;: false}</td><td></td></tr>
    </tbody>
    </table>
    </section>
    <section>
    <h2>Who gains and who loses access</h2>
    <table role="grid" aria-label="Who gains and who loses access">
    <thead><tr><th scope="col">Change</th><th scope="col">Principal</th><th scope="col">Access</th><th scope="col">On</th><th scope="col">By</th></tr></thead>
    <tbody>
    <tr data-who="aaduser=ana@contoso.com" data-title="`ana@contoso.com`" data-scope="database Sales" data-role="viewers"><td class="remove">- loses</td><th scope="row"><button data-sheets="1 2">aaduser=ana@contoso.com</button></th><td>view, show metadata; but not view table Sales.Customers</td><td>database Sales</td><td>Database Sales Viewer</td></tr>
    <tr data-who="aaduser=bob@contoso.com" data-title="`bob@contoso.com`" data-scope="table Sales.Customers" data-role="admins"><td class="add">+ gains</td><th scope="row"><button data-sheets="4">aaduser=bob@contoso.com</button></th><td>view</td><td>table Sales.Customers</td><td>Database Sales Admin</td></tr>
    <tr data-who="aaduser=root@contoso.com" data-title="`root@contoso.com`" data-scope="table Sales.Customers" data-role="admins"><td class="add">+ gains</td><th scope="row"><button data-sheets="5">aaduser=root@contoso.com</button></th><td>view</td><td>table Sales.Customers</td><td>AllDatabasesAdmin</td></tr>
    </tbody>
    </table>
    </section>
    <section>
    <h2>Findings</h2>
    <table role="grid" aria-label="Findings">
    <thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Rule</th><th scope="col">At</th></tr></thead>
    <tbody>
    <tr data-who="" data-title="" data-scope="table Customers in database Sales" data-role=""><td class="warning">warning</td><th scope="row"><button data-sheets="6">view access to table `Customers` in database `Sales` is no longer restricted: every viewer of the database sees its data</button></th><td>restricted-table-visible</td><td>&lt;stdin&gt;:3</td></tr>
    </tbody>
    </table>
    </section>
    </main>
    <section class="sheets" aria-label="Proofs">
    <h2>Proofs</h2>
    <article id="s1"><h3>[1]</h3><h4>view on database Sales</h4><h5>Before</h5><pre>allowed: `<b></b>` has `view` on database `Sales`
    └── `Database Sales Viewer` gives `view`
        └── assigned to the principal itself</pre><h5>After</h5><pre>denied: `<b></b>` does not have `view` on database `Sales`
    ├── no role on database `Sales` or on what holds it is held
    └── `view` is given by Database Sales Admin, Database Sales User, Database Sales Viewer, AllDatabasesAdmin or AllDatabasesViewer
    to allow it, Database Sales Admin or AllDatabasesAdmin can run
        .add database Sales viewers (&#39;<b></b>&#39;)</pre></article>
    <article id="s2"><h3>[2]</h3><h4>show metadata on database Sales</h4><h5>Before</h5><pre>allowed: `<b></b>` has `show metadata` on database `Sales`
    └── `Database Sales Viewer` gives `show metadata`
        └── assigned to the principal itself</pre><h5>After</h5><pre>denied: `<b></b>` does not have `show metadata` on database `Sales`
    ├── no role on database `Sales` or on what holds it is held
    └── `show metadata` is given by Database Sales Admin, Database Sales User, Database Sales Viewer, Database Sales Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor
    to allow it, Database Sales Admin or AllDatabasesAdmin can run
        .add database Sales viewers (&#39;<b></b>&#39;)</pre></article>
    <article id="s3"><h3>[3]</h3><h5>Before</h5><pre>{&quot;IsEnabled&quot;: true}</pre><h5>After</h5><pre>{&quot;IsEnabled&quot;: false}</pre></article>
    <article id="s4"><h3>[4]</h3><h4>view on table Sales.Customers</h4><h5>Before</h5><pre>denied: `<b></b>` does not have `view` on table `Customers` in database `Sales`
    ├── `Database Sales Admin` gives `view`
    │   ├── assigned to the principal itself
    │   └── inherited: a role on database `Sales` counts for table `Customers` in database `Sales`
    └── view access is restricted, and `Database Sales UnrestrictedViewer` is not held
    to allow it, Database Sales Admin or AllDatabasesAdmin can run
        .add database Sales unrestrictedviewers (&#39;<b></b>&#39;)</pre><h5>After</h5><pre>allowed: `<b></b>` has `view` on table `Customers` in database `Sales`
    └── `Database Sales Admin` gives `view`
        ├── assigned to the principal itself
        └── inherited: a role on database `Sales` counts for table `Customers` in database `Sales`</pre></article>
    <article id="s5"><h3>[5]</h3><h4>view on table Sales.Customers</h4><h5>Before</h5><pre>denied: `<b></b>` does not have `view` on table `Customers` in database `Sales`
    ├── `AllDatabasesAdmin` gives `view`
    │   ├── declared by the environment for the principal itself
    │   └── inherited: a role on the cluster counts for table `Customers` in database `Sales`
    └── view access is restricted, and `Database Sales UnrestrictedViewer` is not held
    to allow it, Database Sales Admin or AllDatabasesAdmin can run
        .add database Sales unrestrictedviewers (&#39;<b></b>&#39;)</pre><h5>After</h5><pre>allowed: `<b></b>` has `view` on table `Customers` in database `Sales`
    └── `AllDatabasesAdmin` gives `view`
        ├── declared by the environment for the principal itself
        └── inherited: a role on the cluster counts for table `Customers` in database `Sales`</pre></article>
    <article id="s6"><h3>[6]</h3><p>Before the script only UnrestrictedViewers could view the table or view (the policy restricted_view_access), and after it every viewer of the database can.</p><h5>Statement</h5><pre>.alter table Customers policy restricted_view_access false</pre></article>
    </section>
    "#);
}

#[test]
fn the_page_holds_all_that_it_needs_and_takes_names_for_nothing_else() {
    let script =
        ".add database NetDefaultDB viewers ('aadgroup=\"><script>x</script>&;contoso.com') '</pre><script>'\n.frob\n";
    let page = page(&[], script, 1);
    for elsewhere in ["http:", "https:", "src=", "href=", "@import", "url("] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    assert_eq!((page.matches("<script>").count(), page.matches("</script>").count()), (1, 1));
    assert!(page.contains("line 2, failed after 1 statement: `.frob` is no command</p>"));
    assert!(
        page.contains("viewers aadgroup=&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;;contoso.com</button>"),
        "{page}"
    );
}

#[test]
fn the_page_of_no_change_says_so() {
    let page = page(&STATE, "// nothing\n", 0);
    let (_, shown) = page.split_once("<main>").unwrap();
    insta::assert_snapshot!(shown, @r#"

    <h1>Access plan</h1>
    <dl class="totals">
    <div><dt>Gain access</dt><dd><span class="">0 principals</span></dd></div>
    <div><dt>Lose access</dt><dd><span class="">0 principals</span></dd></div>
    </dl>
    <p>Nothing changes.</p>

    </main>
    </body>
    </html>
    "#);
}
