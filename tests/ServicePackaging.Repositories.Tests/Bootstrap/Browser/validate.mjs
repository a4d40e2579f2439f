// Prints what is wrong with the HTML of files, one problem a line.
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';

const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:standard', 'html-validate:a11y'],
  rules: { 'long-title': 'off' }, // The label of a vendor has any length.
}));
const report = await validator.validateMultipleFiles(process.argv.slice(2));
for (const result of report.results) {
  for (const message of result.messages) {
    console.log(`${result.filePath}:${message.line}: ${message.ruleId}: ${message.message}`);
  }
}
