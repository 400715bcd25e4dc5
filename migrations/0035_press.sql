-- A PDF is compressed already: to try once more costs a millisecond a letter, and gains nothing.
ALTER TABLE document_pdf ALTER COLUMN content SET STORAGE EXTERNAL;
