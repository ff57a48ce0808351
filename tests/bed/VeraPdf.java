import java.io.File;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Arguments: flavours joined by a comma, then files. One line per finding: file, flavour, verdict or clause. */
public class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            for (String name : arguments[0].split(",")) {
                check(arguments[i], PDFAFlavour.fromString(name), name);
            }
        }
    }

    private static void check(String path, PDFAFlavour flavour, String name) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(path + "\t" + name + "\t" + (result.isCompliant() ? "pass" : "fail"));
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    System.out.println(path + "\t" + name + "\t" + assertion.getRuleId().getClause()
                        + " " + assertion.getMessage().replace('\n', ' '));
                }
            }
        }
    }
}
