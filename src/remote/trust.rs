//! The hosts that the SDKs of the service trust with a token: `wellKnownKustoEndpoints.json` of azure-kusto-python, which
//! the SDKs for Go, Java and Node have too. They check the cloud that one signed in to besides; here any cloud will do.

/// What the names of trusted hosts end in.
const SUFFIXES: &[&str] = &[
    ".api.securityplatform.microsoft.com",
    ".arg-df.core.windows.net",
    ".arg-int.core.windows.net",
    ".arg.core.chinacloudapi.cn",
    ".arg.core.eaglex.ic.gov",
    ".arg.core.microsoft.scloud",
    ".arg.core.usgovcloudapi.net",
    ".arg.core.windows.net",
    ".azureplayfab.com",
    ".dxp-dev.aad.azure.com",
    ".dxp.aad.azure.com",
    ".kusto.azuresynapse.azure.cn",
    ".kusto.azuresynapse.net",
    ".kusto.chinacloudapi.cn",
    ".kusto.core.eaglex.ic.gov",
    ".kusto.core.microsoft.scloud",
    ".kusto.data.microsoft.com",
    ".kusto.fabric.microsoft.com",
    ".kusto.sovcloud-api.de",
    ".kusto.sovcloud-api.fr",
    ".kusto.sovcloud-api.sg",
    ".kusto.usgovcloudapi.net",
    ".kusto.windows.net",
    ".kustodev.azuresynapse-dogfood.net",
    ".kustodev.windows.net",
    ".kustomfa.chinacloudapi.cn",
    ".kustomfa.core.eaglex.ic.gov",
    ".kustomfa.core.microsoft.scloud",
    ".kustomfa.sovcloud-api.de",
    ".kustomfa.sovcloud-api.fr",
    ".kustomfa.sovcloud-api.sg",
    ".kustomfa.usgovcloudapi.net",
    ".kustomfa.windows.net",
    ".playfab.cn",
    ".playfab.com",
    ".playfabapi.com",
    ".securitycenter.windows.com",
];

/// The names of further trusted hosts.
const HOSTS: &[&str] = &[
    "ade.applicationinsights.io",
    "ade.loganalytics.io",
    "adx.aimon.applicationinsights.azure.com",
    "adx.applicationinsights.azure.cn",
    "adx.applicationinsights.azure.com",
    "adx.applicationinsights.azure.de",
    "adx.applicationinsights.azure.eaglex.ic.gov",
    "adx.applicationinsights.azure.fr",
    "adx.applicationinsights.azure.microsoft.scloud",
    "adx.applicationinsights.azure.sg",
    "adx.applicationinsights.azure.us",
    "adx.int.applicationinsights.azure.com",
    "adx.int.loganalytics.azure.com",
    "adx.int.monitor.azure.com",
    "adx.loganalytics.azure.cn",
    "adx.loganalytics.azure.com",
    "adx.loganalytics.azure.de",
    "adx.loganalytics.azure.eaglex.ic.gov",
    "adx.loganalytics.azure.fr",
    "adx.loganalytics.azure.microsoft.scloud",
    "adx.loganalytics.azure.sg",
    "adx.loganalytics.azure.us",
    "adx.monitor.azure.cn",
    "adx.monitor.azure.com",
    "adx.monitor.azure.de",
    "adx.monitor.azure.eaglex.ic.gov",
    "adx.monitor.azure.fr",
    "adx.monitor.azure.microsoft.scloud",
    "adx.monitor.azure.sg",
    "adx.monitor.azure.us",
    "api.securityplatform.microsoft.com",
    "eu.kusto.aria.microsoft.com",
    "kusto.aria.microsoft.com",
];

/// Returns whether the SDKs of the service send a token to a host. Case does not count.
#[must_use]
pub fn is_trusted(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let ends_so = |suffix: &str| host.len() > suffix.len() && host.ends_with(suffix);
    HOSTS.contains(&host.as_str()) || SUFFIXES.iter().any(|suffix| ends_so(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_trusted_by_their_ends_or_as_a_whole() {
        for (host, trusted) in [
            ("help.kusto.windows.net", true),
            ("Contoso.WestEurope.Kusto.Windows.Net", true),
            ("trd-1.z9.kusto.fabric.microsoft.com", true),
            ("adx.monitor.azure.com", true),
            ("x.adx.monitor.azure.com", false),
            ("kusto.windows.net", false),
            (".kusto.windows.net", false),
            ("help.kusto.windows.net.", false),
            ("helpkusto.windows.net", false),
            ("help.kusto.windows.net.evil.example", false),
            ("evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_trusted(host), trusted, "{host}");
        }
    }

    #[test]
    fn the_lists_are_in_order_and_small() {
        for list in [SUFFIXES, HOSTS] {
            assert!(list.is_sorted() && list.iter().all(|host| host.to_ascii_lowercase() == **host));
        }
    }
}
