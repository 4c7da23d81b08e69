package dev.beckon.notification.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The one row that says which history of the database revisions belong to. */
@Entity
@Immutable
@Table(name = "database_epoch")
class EpochEntity {

    @Id
    UUID epoch;
}
