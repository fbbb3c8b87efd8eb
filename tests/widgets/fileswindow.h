#pragma once

#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "workspace/document.h"

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <utility>
#include <vector>

/// The real window, in English and without threads, on a folder with these files.
struct FilesWindow
{
    explicit FilesWindow(const std::vector<std::pair<QString, QByteArray>> &files) : window(&appearance, 0)
    {
        appearance.setLanguage("en");
        for (const auto &[name, text] : files) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
                return;
        }
        window.show();
        window.openPath(folder.path());
    }
    /// Of an open file; else empty.
    [[nodiscard]] QByteArray text(const char *name) const
    {
        const workspace::Document *document = window.workspace()->openDocument(folder.filePath(name));
        return document ? QByteArray::fromStdString(document->text()) : QByteArray();
    }

    QTemporaryDir folder;
    widgets::Appearance appearance;
    widgets::MainWindow window;
};
