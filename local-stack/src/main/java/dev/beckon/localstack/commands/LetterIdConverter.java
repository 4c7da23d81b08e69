package dev.beckon.localstack.commands;

import dev.beckon.localstack.deadletters.LetterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids of dead letters, as {@code ./beckon dlq list} prints them. */
final class LetterIdConverter implements ITypeConverter<LetterId> {

    @Override
    public LetterId convert(String text) {
        try {
            return LetterId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
