<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</TS>
