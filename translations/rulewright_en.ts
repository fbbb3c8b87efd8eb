<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Backtest</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This rule would have been firing %1 of the last %2, in %n firing(s).</source>
        <translation>
            <numerusform>This rule would have been firing %1 of the last %2, in %n firing.</numerusform>
            <numerusform>This rule would have been firing %1 of the last %2, in %n firings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>As it was saved: %1, in %n firing(s).</source>
        <translation>
            <numerusform>As it was saved: %1, in %n firing.</numerusform>
            <numerusform>As it was saved: %1, in %n firings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n flap(s)</source>
        <translation>
            <numerusform>%n flap</numerusform>
            <numerusform>%n flaps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This rule would have been firing %1 of these %2, in %n firing(s).</source>
        <translation>
            <numerusform>This rule would have been firing %1 of these %2, in %n firing.</numerusform>
            <numerusform>This rule would have been firing %1 of these %2, in %n firings.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::AlertBands</name>
    <message numerus="yes">
        <source>%n alert(s).</source>
        <translation>
            <numerusform>%n alert.</numerusform>
            <numerusform>%n alerts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::BacktestView</name>
    <message numerus="yes">
        <source>%n×</source>
        <translation>
            <numerusform>%n×</numerusform>
            <numerusform>%n×</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Firing %1 of the time, in %n firing(s)</source>
        <translation>
            <numerusform>Firing %1 of the time, in %n firing</numerusform>
            <numerusform>Firing %1 of the time, in %n firings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) would have been firing in the last %2.</source>
        <translation>
            <numerusform>%1 of %n rule would have been firing in the last %2.</numerusform>
            <numerusform>%1 of %n rules would have been firing in the last %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>firing %1 of the time, in %n firing(s)</source>
        <translation>
            <numerusform>firing %1 of the time, in %n firing</numerusform>
            <numerusform>firing %1 of the time, in %n firings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n rule(s) not everything is known.</source>
        <translation>
            <numerusform>Of %n rule not everything is known.</numerusform>
            <numerusform>Of %n rules not everything is known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) would have been firing in these %2.</source>
        <translation>
            <numerusform>%1 of %n rule would have been firing in these %2.</numerusform>
            <numerusform>%1 of %n rules would have been firing in these %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ChangeDialog</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to change</source>
        <translation>
            <numerusform>%n file to change</numerusform>
            <numerusform>%n files to change</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ChartReadout</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ConflictPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also carry what was committed to the source before and never reached the copy (%n commit(s))</source>
        <translation>
            <numerusform>Also carry what was committed to the source before and never reached the copy (%n commit)</numerusform>
            <numerusform>Also carry what was committed to the source before and never reached the copy (%n commits)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DependencyView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording rule(s)</source>
        <translation>
            <numerusform>%n recording rule</numerusform>
            <numerusform>%n recording rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dashboard(s)</source>
        <translation>
            <numerusform>%n dashboard</numerusform>
            <numerusform>%n dashboards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DiffView</name>
    <message numerus="yes">
        <source>⋯ %n equal line(s)</source>
        <translation>
            <numerusform>⋯ %n equal line</numerusform>
            <numerusform>⋯ %n equal lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DocumentView</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DriftPage</name>
    <message numerus="yes">
        <source>Show %n expected difference(s)</source>
        <translation>
            <numerusform>Show %n expected difference</numerusform>
            <numerusform>Show %n expected differences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::EndpointPicker</name>
    <message numerus="yes">
        <source>%1 of %n rule(s) of this workspace are loaded here</source>
        <translation>
            <numerusform>%1 of %n rule of this workspace is loaded here</numerusform>
            <numerusform>%1 of %n rules of this workspace are loaded here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) loaded</source>
        <translation>
            <numerusform>%1 of %n rule loaded</numerusform>
            <numerusform>%1 of %n rules loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ExplainTree</name>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::GraphBar</name>
    <message numerus="yes">
        <source>%n more: use the search</source>
        <translation>
            <numerusform>%n more: use the search</numerusform>
            <numerusform>%n more: use the search</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hop(s)</source>
        <translation>
            <numerusform>%n hop</numerusform>
            <numerusform>%n hops</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n filter(s) of the graph</source>
        <translation>
            <numerusform>%n filter of the graph</numerusform>
            <numerusform>%n filters of the graph</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::GraphFindingsPanel</name>
    <message numerus="yes">
        <source>Longest chain: %n step(s)</source>
        <translation>
            <numerusform>Longest chain: %n step</numerusform>
            <numerusform>Longest chain: %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::Inspector</name>
    <message numerus="yes">
        <source>and %n more, see the graph</source>
        <translation>
            <numerusform>and %n more, see the graph</numerusform>
            <numerusform>and %n more, see the graph</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::MainWindow</name>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n rule</numerusform>
            <numerusform>%n rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) copied.</source>
        <translation>
            <numerusform>%n group copied.</numerusform>
            <numerusform>%n groups copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed. Each can be undone.</source>
        <translation>
            <numerusform>%n file changed. It can be undone.</numerusform>
            <numerusform>%n files changed. Each can be undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 looks like the GitOps copy of this folder: %n file(s) hold the same objects. Write this down in rulewright.yaml?</source>
        <translation>
            <numerusform>%1 looks like the GitOps copy of this folder: %n file holds the same objects. Write this down in rulewright.yaml?</numerusform>
            <numerusform>%1 looks like the GitOps copy of this folder: %n files hold the same objects. Write this down in rulewright.yaml?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::NotificationView</name>
    <message numerus="yes">
        <source>%n series; each becomes an alert, which fires when the rule&apos;s for has passed.</source>
        <translation>
            <numerusform>%n series; it becomes an alert, which fires when the rule&apos;s for has passed.</numerusform>
            <numerusform>%n series; each becomes an alert, which fires when the rule&apos;s for has passed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not shown.</source>
        <translation>
            <numerusform>%n more is not shown.</numerusform>
            <numerusform>%n more are not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::PreviewChart</name>
    <message numerus="yes">
        <source>%n series from %1 to %2.</source>
        <translation>
            <numerusform>%n series from %1 to %2.</numerusform>
            <numerusform>%n series from %1 to %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::PreviewPanel</name>
    <message numerus="yes">
        <source>%n series at %1</source>
        <translation>
            <numerusform>%n series at %1</numerusform>
            <numerusform>%n series at %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ReviewFindings</name>
    <message numerus="yes">
        <source>%n firing(s), %1</source>
        <translation>
            <numerusform>%n firing, %1</numerusform>
            <numerusform>%n firings, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::ReviewPage</name>
    <message numerus="yes">
        <source>%1: %n rule(s) became one. %2</source>
        <translation>
            <numerusform>%1: %n rule became one. %2</numerusform>
            <numerusform>%1: %n rules became one. %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking for copies among %n rule(s).</source>
        <translation>
            <numerusform>Looking for copies among %n rule.</numerusform>
            <numerusform>Looking for copies among %n rules.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::RuleForm</name>
    <message numerus="yes">
        <source>%n copy(ies) of this rule · Consolidate…</source>
        <translation>
            <numerusform>%n copy of this rule · Consolidate…</numerusform>
            <numerusform>%n copies of this rule · Consolidate…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::SaveDialog</name>
    <message numerus="yes">
        <source>Source and copy differ in %n place(s) that both changed. Decide above what the copy gets; nothing is written before.</source>
        <translation>
            <numerusform>Source and copy differ in %n place that both changed. Decide above what the copy gets; nothing is written before.</numerusform>
            <numerusform>Source and copy differ in %n places that both changed. Decide above what the copy gets; nothing is written before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) lack what was committed to the source before. This save leaves it out; choose above to carry it.</source>
        <translation>
            <numerusform>%n copy lacks what was committed to the source before. This save leaves it out; choose above to carry it.</numerusform>
            <numerusform>%n copies lack what was committed to the source before. This save leaves it out; choose above to carry it.</numerusform>
        </translation>
    </message>
</context>
</TS>
